"""`/incident open`: an incident's page, by a link that only whoever asked can use."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line, link
from bot.desk import Desk
from bot.pages.hand_link import hand_link
from handlers.answer import Answer, Say
from handlers.here import allow, incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.named import named_in


async def open_page(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`open` in an incident's channel, or `open INC-12` anywhere."""
    incident_id = named_in(rest).incident_id
    if incident_id is None:
        incident_id = await incident_here(desk, incoming, "open", notes_only=True)
    else:
        await allow(desk, incoming, incident_id, notes_only=True)
    address = await hand_link(desk, incident_id, to_id=incoming.user_id)
    until = "It is for you alone, opens once, and within ten minutes; the page then stays open for 12 hours."
    return Say(note(line(link(address, f"Open the page of INC-{incident_id}"), "."), line(until)))


VERBS: Final[Verbs] = {"open": open_page}
