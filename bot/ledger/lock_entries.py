"""Entries to be corrected, under the lock of their incident: of two who correct one, one is second."""

from bot.ledger.standing_entries import Standing, entries_of_message, find_standing
from bot.uow import UnitOfWork
from models.ledger import EntryKind


async def lock_entry(uow: UnitOfWork, entry_id: int) -> Standing:
    """One entry, as it reads for this transaction alone. Raises NotFound."""
    found = await find_standing(uow.session, entry_id)
    await uow.incident(found.entry.incident_id)
    return await find_standing(uow.session, entry_id)


async def lock_entries_of_message(
    uow: UnitOfWork, channel_id: str, ts: str, kind: EntryKind | None = None
) -> list[Standing]:
    """What was recorded from a message and stands."""
    found = await entries_of_message(uow.session, channel_id, ts, kind)
    for number in sorted({each.entry.incident_id for each in found}):
        await uow.incident(number)
    return await entries_of_message(uow.session, channel_id, ts, kind) if found else []
