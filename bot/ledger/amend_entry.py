"""Amend: the message behind an entry was edited or deleted. A correction is a new entry; the old stays."""

from bot.ledger.standing_entries import Standing, entries_of_message
from bot.uow import UnitOfWork
from models.evidence_guard import kept_words
from models.ledger import EntryKind, LedgerEntry


async def amend_message(
    uow: UnitOfWork, channel_id: str, ts: str, text: str, *, by_id: str | None
) -> list[LedgerEntry]:
    """The message says something else now; told twice, it amends once. Data that it holds is not kept."""
    standing = await entries_of_message(uow.session, channel_id, ts)
    said = kept_words(text.strip())
    return [await _amend(uow, each, said, by_id) for each in standing if said and each.text != said]


async def note_deleted(uow: UnitOfWork, channel_id: str, ts: str, *, by_id: str | None) -> list[LedgerEntry]:
    """The message is gone; what it recorded stands, and says so."""
    standing = await entries_of_message(uow.session, channel_id, ts)
    return [
        await _amend(uow, each, each.text, by_id, deleted=True)
        for each in standing
        if not each.is_source_deleted
    ]


async def _amend(
    uow: UnitOfWork, standing: Standing, text: str, by_id: str | None, *, deleted: bool | None = None
) -> LedgerEntry:
    incident = await uow.incident(standing.entry.incident_id)
    correction = incident.entry(EntryKind.ENTRY_AMENDED, at=uow.now, by=by_id, text=text, deleted=deleted)
    correction.corrects_id = standing.entry.id
    return uow.record(correction)
