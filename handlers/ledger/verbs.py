"""Verbs of the record: note and its kinds, the board of hypotheses, and corrections."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.blocks.kit import note
from bot.blocks.ledger.ledger_form import recorded
from bot.blocks.parts import line
from bot.desk import Desk
from bot.ledger.add_entry import add_entry
from bot.ledger.hypotheses import read_hypotheses
from handlers.answer import Answer, Say
from handlers.here import incident_here
from handlers.incoming import Incoming
from handlers.ledger.show_amend import show_choice
from handlers.ledger.show_entry import show_empty_handed
from handlers.listeners import Verb, Verbs
from handlers.until_words import person_zone
from models.backdate import read_past, split_time
from models.change import ChangeState
from models.errors import FieldRefused
from models.ledger import WRITTEN_KINDS
from models.typed_entry import Bears, Change, Evidence, Typed

_ABOUT: Final = re.compile(r"(for|against)\s+(h\d{1,4})\b[\s:,]*", re.IGNORECASE)
_FLAG: Final = re.compile(r"\s*--(temporary|planned)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Written:
    """What somebody typed after the verb."""

    text: str
    at: datetime | None = None
    typed: Typed | None = None


def written(kind: str) -> Verb:
    """The verb that records one kind of entry: `note what I saw`, `note at 14:05 what I saw`."""

    async def record(desk: Desk, incoming: Incoming, rest: str) -> Answer:
        incident_id = await incident_here(desk, incoming, kind, notes_only=True)
        if not rest:
            return await show_empty_handed(desk, incident_id, kind)
        read = await _read(desk, incoming, incident_id, kind, rest)
        async with desk.store.unit(incoming.inbox_id) as uow:
            entry = await add_entry(
                uow,
                incident_id,
                WRITTEN_KINDS[kind],
                read.text,
                by_id=incoming.user_id,
                at=read.at,
                typed=read.typed,
            )
        return Say(recorded(kind, entry.id) if entry is not None else note(line("It is there already.")))

    return record


async def _read(desk: Desk, incoming: Incoming, incident_id: int, kind: str, rest: str) -> _Written:
    """Take out of the words when it happened, and what belongs to the kind. Raises FieldRefused."""
    when, text = split_time(rest)
    at = None
    if when is not None:
        try:
            at = read_past(when, desk.clock(), await person_zone(desk, incoming.user_id))
        except ValueError as refused:
            raise FieldRefused("at", f"{refused}.", "Nothing was recorded.") from None
    if kind == "evidence":
        return await _evidence(desk, incident_id, text, at)
    if kind == "change":
        flags = {found.lower() for found in _FLAG.findall(text)}
        state = ChangeState.PLANNED if "planned" in flags else ChangeState.APPLIED
        typed = Change(state=state, temporary=True if "temporary" in flags else None)
        return _Written(_FLAG.sub(" ", text).strip(), at, typed)
    return _Written(text, at)


async def _evidence(desk: Desk, incident_id: int, text: str, at: datetime | None) -> _Written:
    """`evidence for H2 the loader's log ends at 06:00`."""
    about = _ABOUT.match(text)
    if about is None:
        return _Written(text, at, Evidence())
    async with desk.store.reading() as session:
        found = {each.name: each.id for each in await read_hypotheses(session, incident_id)}
    name = about[2].upper()
    if name not in found:
        raise FieldRefused(
            "hypothesis",
            f"There is no hypothesis {name}.",
            "`/incident hypothesis` shows those that there are.",
        )
    bears = Bears(about[1].lower())
    return _Written(text[about.end() :], at, Evidence(hypothesis=found[name], bears=bears))


async def amend(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`amend`: correct what stands in the ledger; the old version stays."""
    incident_id = await incident_here(desk, incoming, "amend", notes_only=True)
    return await show_choice(desk, incident_id)


VERBS: Final[Verbs] = {
    **{kind.replace("_", ""): written(kind) for kind in WRITTEN_KINDS},
    "amend": amend,
}
