"""What is said when a shift begins or ends: who is on call now, and what is open to hand over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.alerts.silence_list import on_what
from bot.blocks.alerts.silence_views import SilenceView
from bot.blocks.incident_lines import in_list, promise
from bot.blocks.kit import Message, bullets, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.oncall.left_open import LeftOpenView, left_open_line
from bot.blocks.parts import Line, beside, line, link, moment, people, person, strong
from bot.blocks.suspicions.suspicion_card import SuspicionView
from bot.blocks.views import IncidentView

#: Lines of each kind; the rest is counted.
SHOWN: Final = 10

#: People of the other shift that are named.
_NAMED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverView:
    """A hand-off as one of the two sides sees it, with what is open for their eyes."""

    team: str
    #: Whether their shift begins; else it has ended.
    begins: bool
    #: Who was on call before, or is now.
    other_ids: tuple[str, ...]
    #: When the shift that begins is to end.
    until_at: datetime | None = None
    incidents: tuple[IncidentView, ...] = ()
    incident_count: int = 0
    suspicions: tuple[SuspicionView, ...] = ()
    suspicion_count: int = 0
    #: What is quiet now and is heard again in the shift.
    ending: tuple[SilenceView, ...] = ()
    ending_count: int = 0
    #: What must not be forgotten of incidents, also of closed ones.
    left: tuple[LeftOpenView, ...] = ()
    left_count: int = 0


def shift_digest(view: HandOverView) -> Message:
    """Tell one of the two; where nothing is open that is one line more."""
    first = _began(view) if view.begins else _ended(view)
    parts = list(_parts(view))
    if not parts:
        return note(first, line("Nothing is open: there is nothing to hand over."))
    blocks: list[Block] = [rich(first)]
    said = [first]
    for title, rows in parts:
        blocks.append(bullets(*rows, under=title))
        said += [title, *rows]
    return message(blocks, *said)


def shift_changed(team: str, people_ids: Sequence[str], until_at: datetime | None) -> Message:
    """One line for the channel of the team."""
    return note(
        line("On call for ", strong(_name(team)), " now: ", *_people(people_ids), *_until(until_at), ".")
    )


def _began(view: HandOverView) -> Line:
    before: Line = (" Before you: ", *_people(view.other_ids), ".") if view.other_ids else ()
    return line(
        "You are on call for ", strong(_name(view.team)), " now", *_until(view.until_at), ".", *before
    )


def _ended(view: HandOverView) -> Line:
    mine = line("Your shift for ", strong(_name(view.team)), " has ended. ")
    if view.other_ids:
        return (*mine, "On call now: ", *_people(view.other_ids), *_until(view.until_at), ".")
    return (*mine, "Nobody is on call now", *_until(view.until_at), "; whoever stands in is called.")


def _parts(view: HandOverView) -> Iterator[tuple[Line, list[Line]]]:
    """What is open, each kind under its title; nothing of a kind of which nothing is open."""
    kinds = (
        ("Open incidents", [_incident(each) for each in view.incidents], view.incident_count),
        ("Not to be forgotten", [left_open_line(each) for each in view.left], view.left_count),
        ("Waiting for an answer", [_suspicion(each) for each in view.suspicions], view.suspicion_count),
        ("Heard again in this shift", [_ending(each) for each in view.ending], view.ending_count),
    )
    for title, rows, count in kinds:
        if rows:
            more = [line(f"and {count - SHOWN} more")] if count > SHOWN else []
            yield line(strong(f"{title} ({max(count, len(rows))})")), [*rows[:SHOWN], *more]


def _incident(view: IncidentView) -> Line:
    due: Line = promise(view) if view.next_update_at and not view.overdue else ()
    return beside(in_list(view), due)


def _suspicion(view: SuspicionView) -> Line:
    words = clip(one_line(view.words), 150) or "—"
    what: Line = (link(view.thread_link, words),) if view.thread_link else (words,)
    looks: Line = (person(view.looked_by_id), " looks") if view.looked_by_id else ("nobody looks yet",)
    return beside(what, ("asked ", moment(view.asked_at)), looks)


def _ending(view: SilenceView) -> Line:
    return beside(on_what(view), (moment(view.until_at),))


def _people(ids: Sequence[str]) -> Line:
    more = len(ids) - _NAMED
    return (*people(tuple(ids[:_NAMED])), *((f" and {more} more",) if more > 0 else ()))


def _until(at: datetime | None) -> Line:
    return (" until ", moment(at)) if at else ()


def _name(team: str) -> str:
    return clip(one_line(team), 75)
