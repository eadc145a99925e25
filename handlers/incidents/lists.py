"""The lists of incidents: what `/incident` alone, `list` and `mine` show."""

from typing import Final

from bot.blocks.front import lists, panel
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.incidents.see_incidents import ids_of_person, open_ids
from bot.incidents.show_incident import incident_view, incident_views
from handlers.answer import Answer, Say
from handlers.here import allow, incident_of_channel
from handlers.incoming import Incoming
from handlers.listeners import Verbs

#: How many incidents a list shows before it says how many more there are.
SHOWN: Final = 30

#: How many incidents the overview shows before it says how many more there are.
AT_A_GLANCE: Final = 20


async def bare(desk: Desk, incoming: Incoming) -> Answer:
    """Inside an incident's channel its control panel, elsewhere the open incidents and Declare."""
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is not None:
        await allow(desk, incoming, incident_id, notes_only=True)
        async with desk.store.reading() as session:
            return Say(panel.panel(await incident_view(session, incident_id, desk.clock())))
    await refresh_members(desk)
    async with desk.store.reading() as session:
        ids = await open_ids(session, incoming.user_id)
        views = await incident_views(session, ids[:AT_A_GLANCE], desk.clock())
    return Say(lists.overview(views, total=len(ids)))


async def list_open(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`list`: what is open, worst first."""
    await refresh_members(desk)
    async with desk.store.reading() as session:
        ids = await open_ids(session, incoming.user_id)
        views = await incident_views(session, ids[:SHOWN], desk.clock())
    return Say(lists.open_list(views, total=len(ids)))


async def list_mine(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`mine`: where I hold a role, or which I declared."""
    await refresh_members(desk)
    async with desk.store.reading() as session:
        ids = await ids_of_person(session, incoming.user_id)
        views = await incident_views(session, ids[:SHOWN], desk.clock())
    return Say(lists.mine_list(views, total=len(ids)))


VERBS: Final[Verbs] = {
    "list": list_open,
    "mine": list_mine,
}
