"""The buttons of a check-in that is due: later, or let somebody else owe it."""

from datetime import timedelta
from typing import Final

from bot.blocks.incidents import role_form
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.updates.snooze_check_in import snooze_check_in
from handlers.answer import Answer, Done, Open
from handlers.here import allow, incident_of
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from handlers.show_forms import keep, require_open
from models.durations import Span
from models.promises import CheckIn
from models.vocabulary import Role


async def snooze(desk: Desk, incoming: Incoming) -> Answer:
    """`snooze_15`: this one check-in later, the cadence as it was."""
    await allow(desk, incoming, await incident_of(desk, CheckIn, incoming.number))
    span = Span(time=timedelta(minutes=number_in(incoming.name.removeprefix("snooze_"))))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await snooze_check_in(uow, incoming.number, span, by_id=incoming.user_id)
    return Done()


async def hand_over(desk: Desk, incoming: Incoming) -> Answer:
    """Let someone else owe the update: the form that gives the communications role."""
    incident_id = await incident_of(desk, CheckIn, incoming.number)
    await allow(desk, incoming, incident_id)
    return await show_hand_over(desk, incident_id, incoming.number)


async def show_hand_over(desk: Desk, incident_id: int, check_in_id: int) -> Open:
    """Who owes the next update instead? The form that gives a role, for communications."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    require_open(view)
    kept = keep(incident=view.id, check_in=check_in_id)
    return Open(role_form.assign_role_form(view, role=Role.COMMUNICATIONS, private_metadata=kept))


PRESSES: Final[Listeners] = {"hand_over": hand_over}
