"""The ledger's latest entries, for a verb and for a button."""

from typing import Final

from bot.blocks.timeline import timeline
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.ledger.read_ledger import read_ledger
from handlers.answer import Say

#: How many of the latest entries are shown as text; the file has all.
LATEST: Final = 20


async def show_timeline(desk: Desk, incident_id: int) -> Say:
    """As text that fits one message, with the file offered."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        entries = await read_ledger(session, incident_id)
    return Say(timeline(view, entries[-LATEST:], total=len(entries)))
