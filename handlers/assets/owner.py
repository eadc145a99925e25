"""`/incident owner`: who answers for an asset, and which rule says so; anyone may ask."""

from collections.abc import Sequence
from typing import Final

from bot.assets.show_owner import owner_views
from bot.blocks.owner_answer import owner_answer
from bot.desk import Desk
from handlers.answer import Answer, Say
from handlers.here import incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from models.alert import assets_in
from models.errors import FieldRefused
from models.incident import Incident

#: An incident may be about many assets: the first of them are answered for.
SHOWN: Final = 5


async def owner(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`owner marts.orders` anywhere; alone, in an incident's channel, of what that is about."""
    names = [rest.strip()] if rest.strip() else await _assets_here(desk, incoming)
    return Say(owner_answer(*await owner_views(desk, names)))


async def _assets_here(desk: Desk, incoming: Incoming) -> Sequence[str]:
    incident_id = await incident_here(desk, incoming, "owner", notes_only=True)
    async with desk.store.reading() as session:
        incident = await session.get_one(Incident, incident_id)
    names = assets_in(incident.asset)[:SHOWN]
    if not names:
        raise FieldRefused(
            "asset",
            f"{incident.ref} names no asset.",
            "Say which one you mean: `/incident owner marts.orders`.",
        )
    return names


VERBS: Final[Verbs] = {"owner": owner}
