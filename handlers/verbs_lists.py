"""Verbs that show: list, mine, help, doctor."""

from typing import Final

from bot.blocks.front import lists
from bot.blocks.front.doctor import doctor as doctor_card
from bot.blocks.front.help import GROUPS, groups_about, help_card
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.doctor import read_doctor
from bot.incidents.see_incidents import ids_of_person, open_ids
from bot.incidents.show_incident import incident_views
from handlers.answer import Answer, Say
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Verbs

#: How many incidents a list shows before it says how many more there are.
SHOWN: Final = 30


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


async def show_help(desk: Desk, _incoming: Incoming, rest: str) -> Answer:
    """`help`: what is needed first, on one screen; `help alerts`, `help pause`: more about that."""
    groups = groups_about(rest) if rest else GROUPS
    return Say(help_card(desk.prose.help_text(groups=groups)))


async def show_doctor(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`doctor`: what does not work, and how to mend it."""
    await allow(desk, incoming)
    return Say(doctor_card(await read_doctor(desk, incoming.user_id)))


VERBS: Final[Verbs] = {
    "list": list_open,
    "mine": list_mine,
    "doctor": show_doctor,
    "help": show_help,
}
