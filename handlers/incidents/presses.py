"""The buttons of an incident's card, and the menu behind its three dots."""

from typing import Final

from bot.desk import Desk
from bot.incidents.acknowledge_incident import acknowledge as acknowledge_incident
from handlers.answer import Answer, Done
from handlers.here import allow
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from handlers.show_forms import opens, show


async def acknowledge(desk: Desk, incoming: Incoming) -> Answer:
    """I have seen it."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await acknowledge_incident(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def more(desk: Desk, incoming: Incoming) -> Answer:
    """The menu behind the three dots: `edit:12`."""
    form, _, value = incoming.value.partition(":")
    number = number_in(value)
    await allow(desk, incoming, number)
    return await show(desk, form, number)


PRESSES: Final[Listeners] = {
    "acknowledge": acknowledge,
    "advance": opens("advance"),
    "close": opens("close"),
    "reopen": opens("reopen"),
    "more": more,
}
