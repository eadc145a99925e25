"""Something between two incidents: it stands in both ledgers, and the way back in the first."""

from typing import Any

from bot.uow import UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry


async def record_in_both(
    uow: UnitOfWork,
    kind: EntryKind,
    left: tuple[Incident, str],
    reached: tuple[Incident, str],
    *,
    by_id: str,
    **undoing: Any,
) -> LedgerEntry:
    """Each incident comes with its words. `undoing` is kept by the first entry, which is given back."""
    (first, text), (second, told) = left, reached
    entry = uow.record(first.entry(kind, at=uow.now, by=by_id, text=text, other=second.id, **undoing))
    await uow.session.flush()
    uow.record(second.entry(kind, at=uow.now, by=by_id, text=told, other=first.id, way_back=entry.id))
    return entry
