"""The buttons of a check-in that is due: later, or let somebody else owe it."""

from datetime import timedelta
from typing import Final

from bot.desk import Desk
from bot.updates.snooze_check_in import snooze_check_in
from handlers.answer import Answer, Done
from handlers.here import allow, incident_of
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from handlers.show_forms import show_hand_over
from models.durations import Span
from models.promises import CheckIn


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


PRESSES: Final[Listeners] = {"hand_over": hand_over}
