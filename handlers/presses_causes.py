"""Buttons about what alerts share: attach all, keep apart, undo; and splitting what a storm gathered."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.alerts.settle_cause import attach_all, incident_of_cause, keep_apart, undo_cause
from bot.desk import Desk
from handlers.answer import Answer, Done
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listener, Listeners
from handlers.moving import show_split


def settles(use_case: Callable[..., Awaitable[Any]]) -> Listener:
    """A button of an offer; its message shows what became of it."""

    async def press(desk: Desk, incoming: Incoming) -> Answer:
        async with desk.store.reading() as session:
            incident_id = await incident_of_cause(session, incoming.value)
        await allow(desk, incoming, incident_id)
        async with desk.store.unit(incoming.inbox_id) as uow:
            await use_case(uow, incoming.value, by_id=incoming.user_id)
        return Done()

    return press


async def split(desk: Desk, incoming: Incoming) -> Answer:
    """What of this is a problem of its own? The form that splits."""
    await allow(desk, incoming, incoming.number)
    return await show_split(desk, incoming.number)


PRESSES: Final[Listeners] = {
    "cause_attach": settles(attach_all),
    "cause_apart": settles(keep_apart),
    "cause_undo": settles(undo_cause),
    "storm_split": split,
}
