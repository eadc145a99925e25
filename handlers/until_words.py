"""Read what many verbs end with: until when, and why, as in `for 2h because the vendor migrates`."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.updates.promise_check_in import zone_of
from handlers.incoming import Incoming
from handlers.words import split_person, with_names
from models.durations import leading_span, parse_span
from models.errors import FieldRefused
from models.place import Person
from models.until import read_until

_BECAUSE: Final = re.compile(r"(?:^|\s)because[\s:]+", re.IGNORECASE)
#: The last one counts: a rule may be called “Wait for it”.
_END: Final = re.compile(r"(.*)(?:^|\s)(for|until|till)\s+(.+)", re.IGNORECASE | re.DOTALL)
_PERSON: Final = re.compile(r"(?:^|\s)(?:<@|@)")
#: Whoever is named last, with nothing after them.
_LAST: Final = re.compile(r"(.+)\s(<@[^>]+>|@\S+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart; what is missing is empty."""

    what: str
    ends: tuple[str, str] | None
    because: str


def read_typed(text: str) -> Typed:
    """Take it apart."""
    head, *reason = _BECAUSE.split(text, maxsplit=1)
    end = _END.fullmatch(head)
    what = end[1] if end else head
    ends = (end[2].lower(), end[3].strip()) if end else None
    return Typed(what.strip().strip('"“”'), ends, reason[0].strip() if reason else "")


def read_pause(text: str) -> Typed:
    """The same of a pause, which is also `2d the vendor looks into it`."""
    span, reason = leading_span(text)
    return (
        read_typed(text) if span is None else Typed("", ("for", str(span)), _BECAUSE.sub("", reason, count=1))
    )


def owner_in(desk: Desk, text: str) -> tuple[str, str | None]:
    """Take out the person named before the reason, or at its end: what is left, and their id.

    Raises FieldRefused.
    """
    head, *reason = _BECAUSE.split(text, maxsplit=1)
    if reason and not _PERSON.search(head) and (last := _LAST.fullmatch(reason[0])):
        _, owner_id = split_person(desk, last[2])
        return f"{head} because {with_names(desk, last[1])}", owner_id
    reason = [with_names(desk, each) for each in reason]
    if not _PERSON.search(head):
        return " because ".join([head, *reason]), None
    words, owner_id = split_person(desk, head)
    return " because ".join([re.sub(r"\bowner\b", " ", words).strip(), *reason]), owner_id


async def end_of(desk: Desk, incoming: Incoming, ends: tuple[str, str]) -> datetime:
    """When it is to end, on the clock of whoever types. Raises FieldRefused."""
    word, written = ends
    zone = await person_zone(desk, incoming.user_id)
    try:
        if word != "for":
            return read_until(written, desk.clock(), zone)
        return desk.playbook.working_hours.of(zone).after(desk.clock(), parse_span(written))
    except ValueError as unread:
        raise FieldRefused("until", f"{str(unread)[0].upper()}{str(unread)[1:]}.", "") from unread


async def person_zone(desk: Desk, user_id: str) -> ZoneInfo:
    """The zone of someone's clock; where Slack has not told, the playbook's, else UTC."""
    async with desk.store.reading() as session:
        zone = zone_of(await session.get(Person, user_id))
    return zone or desk.playbook.working_hours.zone or ZoneInfo("UTC")
