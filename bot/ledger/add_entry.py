"""Add to the ledger: a note that someone writes, or a message that someone marked with a reaction."""

from datetime import datetime

from bot.incidents.declare_incident import checked_past
from bot.ledger.standing_entries import entries_of_message
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.ledger import EntryKind, LedgerEntry

#: The message that an entry is taken from: its channel, its `ts`, and its address where known.
Source = tuple[str, str, str | None]


async def add_entry(
    uow: UnitOfWork,
    incident_id: int,
    kind: EntryKind,
    text: str,
    *,
    by_id: str,
    at: datetime | None = None,
    message: Source | None = None,
    author_id: str | None = None,
) -> LedgerEntry | None:
    """Record it; nothing when the message stands there as this kind already. Raises FieldRefused.

    `author_id` is who wrote the message, which need not be who marked it.
    Works in a closed incident too: what is learnt afterwards belongs to the record.
    """
    incident = await uow.incident(incident_id)
    if message is None:
        entry = incident.entry(kind, at=uow.now, by=by_id, text=_checked_text(text))
        entry.at = checked_past("at", at, uow.now) or uow.now
        return uow.record(entry)
    channel_id, ts, permalink = message
    if await entries_of_message(uow.session, channel_id, ts, kind):
        return None
    entry = incident.entry(kind, at=uow.now, by=by_id, text=text.strip() or "(a message without text)")
    # Slack's clock may be ahead of ours: such a message is no mistake of whoever marked it.
    entry.at = min(at or uow.now, uow.now)
    entry.message_channel_id, entry.message_ts, entry.permalink = channel_id, ts, permalink
    if author_id is not None and author_id != by_id:
        entry.detail = {"author": author_id}
    return uow.record(entry)


def _checked_text(text: str) -> str:
    if not text.strip():
        raise FieldRefused("text", "There is nothing to record.", "Write what is worth keeping.")
    return text.strip()
