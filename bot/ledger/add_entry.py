"""Add to the ledger: a note that someone writes, or a message that someone marked with a reaction."""

from datetime import datetime

from bot.incidents.declare_incident import checked_past
from bot.ledger.hypotheses import read_hypotheses
from bot.ledger.show_record import show_recorded
from bot.ledger.standing_entries import entries_of_message
from bot.uow import UnitOfWork
from bot.verification.follow_moves import follow_change
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.typed_entry import Evidence, Typed, as_detail

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
    typed: Typed | None = None,
) -> LedgerEntry | None:
    """Record it; nothing when the message stands there as this kind already.

    `author_id` is who wrote the message, which need not be who marked it; `typed` what the kind has to say
    beside the text. Works in a closed incident too: what is learnt afterwards belongs to the record.

    Raises FieldRefused, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    await require_known(uow, incident_id, typed)
    if message is None:
        entry = incident.entry(kind, at=uow.now, by=by_id, text=_checked_text(text), **as_detail(typed))
        entry.at = checked_past("at", at, uow.now) or uow.now
        return await _recorded(uow, incident, entry)
    channel_id, ts, permalink = message
    if await entries_of_message(uow.session, channel_id, ts, kind):
        return None
    words = text.strip() or "(a message without text)"
    entry = incident.entry(kind, at=uow.now, by=by_id, text=words, **as_detail(typed))
    # Slack's clock may be ahead of ours: such a message is no mistake of whoever marked it.
    entry.at = min(at or uow.now, uow.now)
    entry.message_channel_id, entry.message_ts, entry.permalink = channel_id, ts, permalink
    if author_id is not None and author_id != by_id:
        entry.detail = {**entry.detail, "author": author_id}
    return await _recorded(uow, incident, entry)


async def require_known(uow: UnitOfWork, incident_id: int, typed: Typed | None) -> None:
    """Evidence speaks about a hypothesis of this incident, or about none. Raises FieldRefused."""
    if not isinstance(typed, Evidence) or typed.hypothesis is None:
        return
    known = {each.id for each in await read_hypotheses(uow.session, incident_id)}
    if typed.hypothesis not in known:
        raise FieldRefused(
            "hypothesis", "That hypothesis is not one of this incident.", "Choose one of the list, or none."
        )


async def _recorded(uow: UnitOfWork, incident: Incident, entry: LedgerEntry) -> LedgerEntry:
    await follow_change(uow, incident, entry)
    uow.record(entry)
    await show_recorded(uow, entry)
    return entry


def _checked_text(text: str) -> str:
    if not text.strip():
        raise FieldRefused("text", "There is nothing to record.", "Write what is worth keeping.")
    return text.strip()
