"""Shortcuts: from anywhere, or from a message, whose text and link are carried over."""

from datetime import UTC, datetime
from typing import Final

from bot.blocks.incidents.declare_form import DeclareDefaults
from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.slack.message_text import words_of
from handlers.answer import Answer, Say
from handlers.here import allow, incident_of_channel
from handlers.incidents.declare import show_declare
from handlers.incoming import Incoming
from handlers.ledger.show_entry import show_message_entry
from handlers.listeners import Listeners
from handlers.message_address import address_of
from handlers.suspicions import suspect
from models.errors import NotAnIncidentChannel

#: How much of a message becomes the title of what is declared from it.
TITLE: Final = 100


async def declare_global(desk: Desk, incoming: Incoming) -> Answer:
    """From anywhere."""
    await allow(desk, incoming)
    return show_declare(desk, DeclareDefaults())


async def declare_message(desk: Desk, incoming: Incoming) -> Answer:
    """From a message: its first line is the title, the whole of it a note, its thread is told."""
    await allow(desk, incoming)
    text, ts = words_of(incoming.message, desk.directory), str(incoming.message["ts"])
    title = text.strip().partition("\n")[0][:TITLE]
    return show_declare(
        desk,
        DeclareDefaults(title=title, note=text or None),
        response_url=incoming.response_url,
        channel=incoming.channel_id,
        ts=str(incoming.message.get("thread_ts") or ts),
        link=await address_of(desk, incoming.channel_id, ts),
    )


async def add_to_ledger(desk: Desk, incoming: Incoming) -> Answer:
    """From a message in an incident's channel: record it, with its own time and link."""
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is None:
        raise NotAnIncidentChannel("note")
    await allow(desk, incoming, incident_id, notes_only=True)
    ts = str(incoming.message["ts"])
    message = [incoming.channel_id, ts, await address_of(desk, incoming.channel_id, ts)]
    sent_at = datetime.fromtimestamp(float(ts), UTC)
    return await show_message_entry(
        desk, incident_id, words_of(incoming.message, desk.directory), sent_at, message
    )


async def unknown(_desk: Desk, _incoming: Incoming) -> Answer:
    """A shortcut of an older version."""
    return Say(note(line("This shortcut is of an older version. Type `/incident help`.")))


SHORTCUTS: Final[Listeners] = {
    "declare_global": declare_global,
    "declare_message": declare_message,
    "add_to_ledger": add_to_ledger,
    **suspect.SHORTCUTS,
}
