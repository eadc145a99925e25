"""The question that an ended time box asks, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.blocks.incident_lines import capital
from bot.blocks.kit import Message, actions, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import Stage, label


@dataclass(frozen=True, kw_only=True)
class TimeBoxView:
    """A time box that is over; `ended_with` is none while it asks."""

    stage: Stage
    due_at: datetime | None = None
    ended_with: str | None = None
    ended_by_id: str | None = None
    until_at: datetime | None = None
    why: str = ""


def time_box_notice(view: IncidentView, box: TimeBoxView) -> Message:
    """Ask who leads what now, or say what was done."""
    since: Line = (" since ", moment(box.due_at)) if box.due_at else ()
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    over = line(*drill, strong(f"{capital(label(box.stage))} takes longer than it may"), *since, ".")
    if box.ended_with is not None:
        ending = _ending(box)
        return message([rich(over, ending)], over, ending)
    asked = line(*_whom(view), "more time, help, or the next stage?")
    buttons = (
        button("Extend", "extend_box", view.id, style="primary"),
        button("Escalate", "escalate", view.id),
        button("Advance", "advance", view.id),
        button("Pause", "pause", view.id),
    )
    return message([rich(over, asked), actions(*buttons)], over, asked)


def _whom(view: IncidentView) -> Line:
    return (person(view.commander_id), ": ") if view.commander_id else ("Whoever leads: ",)


def _ending(box: TimeBoxView) -> Line:
    by: Line = (" by ", person(box.ended_by_id)) if box.ended_by_id else ()
    why: Line = (f": {clip(one_line(box.why), 500)}",) if box.why.strip() else ()
    if box.ended_with == "extended" and box.until_at is not None:
        return line("Extended until ", moment(box.until_at), *by, *why)
    words = {"advanced": "Moved on", "paused": "Paused", "closed": "Closed", "merged": "Merged"}
    return line(words.get(box.ended_with or "", "Settled"), *by, *why)
