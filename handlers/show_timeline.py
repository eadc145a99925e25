"""The ledger's latest entries, for a verb and for a button."""

from bot.desk import Desk
from bot.ledger.read_ledger import show_timeline as latest_entries
from handlers.answer import Say


async def show_timeline(desk: Desk, incident_id: int) -> Say:
    """As text that fits one message, with the file offered."""
    async with desk.store.reading() as session:
        return Say(await latest_entries(session, incident_id, desk.clock()))
