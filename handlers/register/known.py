"""`/incident known`: what is wrong with an asset's data now, and what was; anyone may ask."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.blocks.register.known import known as known_answer
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from bot.pages.hand_link import register_address
from bot.register.ask_known import ask_known
from handlers.answer import Answer, Say
from handlers.here import incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from models.alert import assets_in
from models.errors import FieldRefused
from models.incident import Incident


async def known(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`known marts.orders` anywhere; alone, in an incident's channel, of what that is about."""
    name = rest.strip().strip('`"“”') or await _asset_here(desk, incoming)
    await refresh_members(desk)
    chart = await desk.atlas.latest()
    async with desk.store.reading() as session:
        view = await ask_known(session, chart, name, visible_to(incoming.user_id))
    return Say(known_answer(replace(view, page_url=register_address(desk))))


async def _asset_here(desk: Desk, incoming: Incoming) -> str:
    incident_id = await incident_here(desk, incoming, "known", notes_only=True)
    async with desk.store.reading() as session:
        incident = await session.get_one(Incident, incident_id)
    names: Sequence[str] = assets_in(incident.asset)
    if not names:
        raise FieldRefused(
            "asset",
            f"{incident.ref} names no asset.",
            "Say which one you mean: `/incident known marts.orders`.",
        )
    return names[0]


VERBS: Final[Verbs] = {"known": known}
