"""Read the record, by verb and button: catch up, timeline, export."""

from collections.abc import Mapping
from typing import Final

from bot.blocks.kit import note
from bot.blocks.ledger.catchup import catchup as catchup_message
from bot.blocks.parts import line
from bot.desk import Desk
from bot.ledger.catch_up import catch_up
from bot.ledger.read_ledger import show_timeline as latest_entries
from bot.ledger.send_timeline import ExportFormat, send_timeline
from handlers.answer import Answer, Say
from handlers.here import allow, incident_here
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.words import nearest
from models.errors import UnknownWord

#: What people type for the two kinds of file, and for where it goes.
_FORMATS: Final[Mapping[str, ExportFormat]] = {
    "markdown": ExportFormat.MARKDOWN,
    "md": ExportFormat.MARKDOWN,
    "json": ExportFormat.JSON,
}
_PLACES: Final[Mapping[str, bool]] = {"here": False, "me": True}


async def catchup(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`catchup`: where it stands, who, what is known, what was tried, what is next."""
    incident_id = await incident_here(desk, incoming, "catchup", notes_only=True)
    async with desk.store.reading() as session:
        return Say(catchup_message(await catch_up(session, incident_id, desk.clock())))


async def timeline(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`timeline`: the latest entries, and the whole as a file."""
    incident_id = await incident_here(desk, incoming, "timeline", notes_only=True)
    return await show_timeline(desk, incident_id)


async def export(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`export`, `export json`, `export json me`: the whole ledger as a file, here or to who asks."""
    incident_id = await incident_here(desk, incoming, "export", notes_only=True)
    form, to_asker = ExportFormat.MARKDOWN, False
    for word in rest.lower().split():
        if word in _FORMATS:
            form = _FORMATS[word]
        elif word in _PLACES:
            to_asker = _PLACES[word]
        else:
            known = ["markdown", "json", "here", "me"]
            raise UnknownWord("word of `/incident export`", word, known, nearest(word, known))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_timeline(uow, incident_id, by_id=incoming.user_id, form=form, to_asker=to_asker)
    where = "to you" if to_asker else "in the incident's channel"
    return Say(note(line(f"The ledger is on its way, as a file {where}.")))


async def show_timeline(desk: Desk, incident_id: int) -> Say:
    """As text that fits one message, with the file offered."""
    async with desk.store.reading() as session:
        return Say(await latest_entries(session, incident_id, desk.clock()))


async def press_timeline(desk: Desk, incoming: Incoming) -> Answer:
    """The latest entries."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show_timeline(desk, incoming.number)


async def timeline_file(desk: Desk, incoming: Incoming) -> Answer:
    """The whole as a Markdown file, posted in the incident's channel."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_timeline(uow, incoming.number, by_id=incoming.user_id)
    return Say(note(line("The timeline is on its way, as a file in the incident's channel.")))


VERBS: Final[Verbs] = {
    "catchup": catchup,
    "timeline": timeline,
    "export": export,
}

PRESSES: Final[Listeners] = {
    "timeline": press_timeline,
    "timeline_file": timeline_file,
}
