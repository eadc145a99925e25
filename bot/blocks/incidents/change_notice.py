"""One short line in the channel for each change of stage, severity or state."""

from bot.blocks.incident_lines import capital
from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import Severity, Stage, label


def stage_notice(view: IncidentView, *, before: Stage, by_id: str, why: str = "") -> Message:
    """Say that the stage moved."""
    moved = strong(f"{capital(label(before))} → {label(view.stage)}")
    return note(line(*_drill(view), moved, " by ", person(by_id), *_because(why)))


def severity_notice(view: IncidentView, *, before: Severity, by_id: str, why: str = "") -> Message:
    """Say that the severity changed."""
    moved = strong(f"{label(before)} → {label(view.severity)}")
    return note(line(*_drill(view), moved, " by ", person(by_id), *_because(why)))


def close_notice(view: IncidentView) -> Message:
    """Say how it ended, and offer to tell those who had been told more than that."""
    how = f" as {label(view.outcome)}" if view.outcome else ""
    by: Line = (" by ", person(view.closed_by_id)) if view.closed_by_id else ()
    cause: Line = line(strong("What it was "), clip(view.cause, 500)) if view.cause else ()
    remedy: Line = line(strong("What was done "), clip(view.remedy, 500)) if view.remedy else ()
    first = line(*_drill(view), strong(f"{view.ref} closed"), how, *by)
    send = button("Close notice", "close_notice", view.id)
    return message([rich(first, cause, remedy), actions(send)], first, cause, remedy)


def reopened_notice(view: IncidentView, *, by_id: str | None, why: str = "") -> Message:
    """Say that it is worked on again, and where it stands."""
    by: Line = (" by ", person(by_id)) if by_id else ()
    back = line(strong(f"{view.ref} reopened"), *by, f", back in {label(view.stage)}", *_because(why))
    since = line("It was declared ", moment(view.declared_at), "; number, channel and ledger stay.")
    return note(line(*_drill(view), *back), since)


def _because(why: str) -> Line:
    return (f": {clip(one_line(why), 500)}",) if why.strip() else ()


def _drill(view: IncidentView) -> Line:
    return ("DRILL · ",) if view.is_drill else ()
