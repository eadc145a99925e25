"""The ledger of an incident that many people worked in for a month."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import cycle
from typing import Any, Final

from bot.clock import wall_clock
from bot.database import open_engine, open_reading, open_sessions
from bot.playbook import Playbook
from bot.uow import Store, UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind

#: Nobody suspects, changes and checks for ever: after so many entries the rest is notes and what tools said.
TYPED_WITHIN: Final = 1_000

#: Of what a ledger is made, by how much: most of it is notes, and what tools said.
_MADE_OF: Final = (
    *((EntryKind.NOTE_ADDED,) * 40),
    *((EntryKind.ALERT_ATTACHED,) * 15),
    *((EntryKind.ALERT_RECOVERED,) * 15),
    *((EntryKind.EVIDENCE_ADDED,) * 10),
    *((EntryKind.UPDATE_POSTED,) * 8),
    *((EntryKind.CHECK_HELD,) * 4),
    *((EntryKind.DECISION_RECORDED,) * 3),
    *((EntryKind.HYPOTHESIS_ADDED,) * 2),
    *((EntryKind.CHANGE_RECORDED,) * 2),
    EntryKind.STAGE_ADVANCED,
)

_WRITER: Final = "U0CROWD000"

_TYPED: Final = frozenset({EntryKind.HYPOTHESIS_ADDED, EntryKind.CHANGE_RECORDED, EntryKind.CHECK_HELD})

_MORE: Final[Mapping[EntryKind, Mapping[str, Any]]] = {
    EntryKind.CHECK_HELD: {"check": "storage"},
    EntryKind.STAGE_ADVANCED: {"before": "containment", "after": "analysis"},
}


async def lengthen(database_url: str, number: int, count: int) -> None:
    """Write so many entries beside the program that has the database."""
    engine = open_engine(database_url)
    async with Store(open_sessions(engine), open_reading(engine), wall_clock, Playbook()).unit() as uow:
        await write_entries(uow, number, count)
    await engine.dispose()


async def write_entries(uow: UnitOfWork, number: int, count: int) -> None:
    """Write so many entries, as a month of work in one incident would."""
    incident = await uow.session.get_one(Incident, number)
    kinds = cycle(_MADE_OF)
    for place in range(count):
        kind = next(kinds)
        if place >= TYPED_WITHIN and kind in _TYPED:
            kind = EntryKind.NOTE_ADDED
        at = uow.now - timedelta(minutes=count - place)
        entry = incident.entry(
            kind,
            at=at,
            by=_WRITER,
            text=f"{kind} {place}: the loader wrote fewer rows",
            **_MORE.get(kind, {}),
        )
        uow.session.add(entry)
    await uow.session.flush()
