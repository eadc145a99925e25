"""Amend: an entry says something else now, or the message behind it does. The correction is a new entry."""

from datetime import datetime
from typing import Any, Final

from bot.incidents.declare_incident import checked_past
from bot.ledger.add_entry import require_known
from bot.ledger.lock_entries import lock_entries_of_message, lock_entry
from bot.ledger.merged_ids import survivor_of
from bot.ledger.show_record import show_recorded
from bot.ledger.standing_entries import Standing
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NothingToChange
from models.evidence_guard import kept_words
from models.ledger import STEP_KINDS, VERDICT_KINDS, WRITTEN_KINDS, EntryKind, LedgerEntry
from models.typed_entry import TYPED_KEYS, Typed, as_detail

#: What people say in their own words, and may say better.
AMENDABLE: Final = frozenset({*WRITTEN_KINDS.values(), *VERDICT_KINDS, *STEP_KINDS})


async def amend_entry(
    uow: UnitOfWork,
    entry_id: int,
    text: str,
    *,
    by_id: str,
    typed: Typed | None = None,
    at: datetime | None = None,
) -> LedgerEntry:
    """Somebody corrects what was written: its words, what its kind says beside them, or when it was.

    Raises NotFound, NothingToChange, FieldRefused, LooksLikeData.
    """
    standing = await lock_entry(uow, entry_id)
    if standing.entry.kind not in AMENDABLE:
        raise NothingToChange("This says what happened by itself.", "Add a note, if there is more to say.")
    if standing.is_withdrawn:
        raise NothingToChange("That entry was withdrawn already.", "Add a new one if it counts after all.")
    if not text.strip():
        raise FieldRefused("text", "There is nothing to record.", "Write what is worth keeping.")
    checked_past("at", at, uow.now)
    await require_known(uow, await survivor_of(uow.session, standing.entry.incident_id), typed)
    instead = None if typed is None else as_detail(typed)
    moved = at is not None and at != standing.at
    same = instead is None or instead == {
        key: standing.detail[key] for key in TYPED_KEYS & set(standing.detail)
    }
    if text.strip() == standing.text and same and not moved:
        raise NothingToChange("Nothing was changed.", "Change a field, or press Cancel.")
    return await _amend(
        uow,
        standing,
        text.strip(),
        by_id,
        instead=instead,
        happened_at=at.isoformat() if at is not None and moved else None,
    )


async def amend_message(
    uow: UnitOfWork, channel_id: str, ts: str, text: str, *, by_id: str | None
) -> list[LedgerEntry]:
    """The message says something else now; told twice, it amends once. Data that it holds is not kept."""
    standing = await lock_entries_of_message(uow, channel_id, ts)
    said = kept_words(text.strip())
    return [await _amend(uow, each, said, by_id) for each in standing if said and each.text != said]


async def note_deleted(uow: UnitOfWork, channel_id: str, ts: str, *, by_id: str | None) -> list[LedgerEntry]:
    """The message is gone; what it recorded stands, and says so."""
    standing = await lock_entries_of_message(uow, channel_id, ts)
    return [
        await _amend(uow, each, each.text, by_id, deleted=True)
        for each in standing
        if not each.is_source_deleted
    ]


async def _amend(
    uow: UnitOfWork, standing: Standing, text: str, by_id: str | None, **detail: Any
) -> LedgerEntry:
    incident = await uow.incident(standing.entry.incident_id)
    correction = incident.entry(EntryKind.ENTRY_AMENDED, at=uow.now, by=by_id, text=text, **detail)
    correction.corrects_id = standing.entry.id
    uow.record(correction)
    await show_recorded(uow, correction, standing)
    return correction
