"""Withdraw: an entry no longer counts. It stays in the record, with who withdrew it."""

from bot.ledger.amend_entry import AMENDABLE
from bot.ledger.lock_entries import lock_entries_of_message, lock_entry
from bot.ledger.show_record import show_recorded
from bot.ledger.standing_entries import Standing
from bot.uow import UnitOfWork
from models.errors import NothingToChange
from models.ledger import EntryKind, LedgerEntry


async def withdraw_message(
    uow: UnitOfWork, channel_id: str, ts: str, kind: EntryKind, *, by_id: str | None
) -> list[LedgerEntry]:
    """The last reaction of this kind was taken off a message; what it recorded is withdrawn.

    Nothing happens where nothing stands: a reaction may be removed twice, or told of twice.
    """
    standing = await lock_entries_of_message(uow, channel_id, ts, kind)
    return [await _withdraw(uow, each, by_id) for each in standing]


async def withdraw_entry(uow: UnitOfWork, entry_id: int, *, by_id: str) -> LedgerEntry:
    """Raises NotFound, NothingToChange when it was withdrawn before, or is nobody's own words."""
    found = await lock_entry(uow, entry_id)
    if found.entry.kind not in AMENDABLE:
        raise NothingToChange("This says what happened by itself.", "Add a note, if there is more to say.")
    if found.is_withdrawn:
        raise NothingToChange("That entry was withdrawn already.", "Add a new one if it counts after all.")
    return await _withdraw(uow, found, by_id)


async def _withdraw(uow: UnitOfWork, standing: Standing, by_id: str | None) -> LedgerEntry:
    incident = await uow.incident(standing.entry.incident_id)
    withdrawal = incident.entry(EntryKind.ENTRY_WITHDRAWN, at=uow.now, by=by_id, text=standing.text)
    withdrawal.corrects_id = standing.entry.id
    uow.record(withdrawal)
    await show_recorded(uow, withdrawal, standing)
    return withdrawal
