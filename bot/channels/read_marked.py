"""Messages that people marked with a reaction: read with their own time, author and address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_change import tell
from bot.ledger.add_entry import add_entry
from bot.playbook import Playbook
from bot.slack.codes import GONE
from bot.slack.message_text import words_of
from bot.uow import UnitOfWork
from models.evidence_guard import find_data, kept_words, words_for
from models.ledger import WRITTEN_KINDS, EntryKind

#: What a reaction records, by the playbook's word for it.
KINDS: Final[Mapping[str, EntryKind]] = {"ledger": EntryKind.NOTE_ADDED, **WRITTEN_KINDS}


@dataclass(frozen=True, slots=True)
class Marked:
    """A message to be recorded: who marked it as what."""

    channel_id: str
    ts: str
    kind: EntryKind
    by_id: str
    text: str
    author_id: str | None = None
    link: str | None = None


def kind_of(playbook: Playbook, emoji: str) -> EntryKind | None:
    """What an emoji records; none for one that means nothing here."""
    word = playbook.reactions.kind_of(emoji)
    return None if word is None else KINDS[word]


def marks_on(message: Mapping[str, Any], desk: Desk) -> dict[EntryKind, str]:
    """Which kinds a message is marked as now, each with the first person who marked it so."""
    marks: dict[EntryKind, str] = {}
    for reaction in message.get("reactions") or []:
        kind = kind_of(desk.playbook, str(reaction.get("name")))
        people = [each for each in reaction.get("users") or [] if each != desk.identity.user_id]
        if kind is not None and people:
            marks.setdefault(kind, people[0])
    return marks


async def read_message(desk: Desk, channel_id: str, ts: str) -> Mapping[str, Any] | None:
    """One message, in a thread or not; none when it is gone. Raises ChatError."""
    try:
        found = await desk.chat.read(
            "conversations.replies", channel=channel_id, ts=ts, oldest=ts, inclusive=True, limit=1
        )
    except ChatError as refused:
        if refused.code in GONE:
            return None
        raise
    return next((each for each in found.get("messages", []) if each.get("ts") == ts), None)


async def marked(
    desk: Desk, channel_id: str, message: Mapping[str, Any], kind: EntryKind, by_id: str
) -> Marked:
    """All that the record needs of a message, its address included."""
    ts = str(message["ts"])
    return Marked(
        channel_id=channel_id,
        ts=ts,
        kind=kind,
        by_id=by_id,
        text=words_of(message, desk.directory),
        author_id=message.get("user"),
        link=await desk.chat.permalink(channel_id, ts),
    )


async def record_marked(uow: UnitOfWork, incident_id: int, found: Marked) -> None:
    """Put it into the ledger, at the message's own time; what stands there already is left alone.

    Of a message that holds data only the address is kept, and whoever marked it is told why.
    """
    entry = await add_entry(
        uow,
        incident_id,
        found.kind,
        kept_words(found.text),
        by_id=found.by_id,
        at=datetime.fromtimestamp(float(found.ts), UTC),
        message=(found.channel_id, found.ts, found.link),
        author_id=found.author_id,
    )
    if entry is not None and (data := find_data(found.text)):
        said = words_for(data)
        await tell(uow, found.by_id, "not_kept", incident=incident_id, entry_kind=found.kind, found=said)
