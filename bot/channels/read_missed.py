"""Reactions and edits of which no event told: the recent messages of a channel are read again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.read_marked import Marked, marked, marks_on, record_marked
from bot.desk import Desk
from bot.ledger.amend_entry import amend_message
from bot.ledger.standing_entries import ids_of_channel
from bot.slack.message_text import words_of
from models.ledger import EntryKind, LedgerEntry
from models.place import Place

#: Messages read in one look: two pages.
MOST: Final = 400

#: Threads with new replies that are read in one look.
MOST_THREADS: Final = 5

#: People mark what was said a while ago, so each look goes so many seconds behind the one before.
OVERLAP: Final = 6 * 3600.0

#: With `oldest` alone Slack pages forward; we want the newest first.
_END_OF_TIME: Final = "9999999999.000000"


async def record_missed(desk: Desk, incident_id: int, channel_id: str) -> None:
    """Record marked messages that the ledger lacks, and edits of those it has. Raises ChatError."""
    async with desk.store.reading() as session:
        place = await session.get_one(Place, incident_id)
    messages, read_until = await _read(desk, channel_id, place.read_until_ts)
    if not messages:
        return
    async with desk.store.reading() as session:
        recorded = await _recorded(session, channel_id)
    missed = await _missed(desk, channel_id, messages, recorded)
    edited = [each for each in messages if each.get("edited") and _ts(each) in {ts for ts, _ in recorded}]
    async with desk.store.unit() as uow:
        for found in missed:
            await record_marked(uow, incident_id, found)
        for message in edited:
            text, by_id = words_of(message, desk.directory), message["edited"].get("user")
            await amend_message(uow, channel_id, _ts(message), text, by_id=by_id)
        place = await uow.session.get_one(Place, incident_id)
        place.read_until_ts = read_until


async def _read(desk: Desk, channel_id: str, since: str | None) -> tuple[list[Mapping[str, Any]], str | None]:
    """The newest messages, the replies in threads that went on since the last look, and how far that goes."""
    window: dict[str, Any] = {}
    if since:
        window = {"oldest": f"{float(since) - OVERLAP:.6f}", "latest": _END_OF_TIME}
    pages = desk.chat.pages("conversations.history", "messages", channel=channel_id, **window)
    messages: list[Mapping[str, Any]] = []
    async for message in pages:
        messages.append(message)
        if len(messages) >= MOST:
            break
    grown = [each for each in messages if float(each.get("latest_reply") or 0) > float(since or 0)]
    threads = sorted(grown, key=lambda parent: float(parent["latest_reply"]))
    for parent in threads[:MOST_THREADS]:
        messages += await _replies(desk, channel_id, _ts(parent))
    if len(threads) > MOST_THREADS:  # the next look begins where this one left off
        return messages, str(threads[MOST_THREADS - 1]["latest_reply"])
    return messages, max(map(_ts, messages), key=float, default=since)


async def _replies(desk: Desk, channel_id: str, parent_ts: str) -> list[Mapping[str, Any]]:
    pages = desk.chat.pages("conversations.replies", "messages", channel=channel_id, ts=parent_ts)
    return [each async for each in pages if _ts(each) != parent_ts]


async def _recorded(session: AsyncSession, channel_id: str) -> set[tuple[str, EntryKind]]:
    """What was ever recorded of this channel's messages; what was withdrawn is not recorded anew."""
    known_as = await ids_of_channel(session, channel_id)
    rows = await session.execute(
        select(LedgerEntry.message_ts, LedgerEntry.kind).where(LedgerEntry.message_channel_id.in_(known_as))
    )
    return {(ts, kind) for ts, kind in rows if ts is not None}


async def _missed(
    desk: Desk,
    channel_id: str,
    messages: Sequence[Mapping[str, Any]],
    recorded: set[tuple[str, EntryKind]],
) -> list[Marked]:
    return [
        await marked(desk, channel_id, message, kind, by_id)
        for message in messages
        for kind, by_id in marks_on(message, desk).items()
        if (_ts(message), kind) not in recorded
    ]


def _ts(message: Mapping[str, Any]) -> str:
    return str(message["ts"])
