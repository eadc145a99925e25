"""The buttons of an offer about what alerts share: attach all, keep apart, undo."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.alerts.settle_cause import attach_all, incident_of_cause, keep_apart, undo_cause
from bot.desk import Desk
from handlers.answer import Answer, Done
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listener, Listeners


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


PRESSES: Final[Listeners] = {
    "cause_attach": settles(attach_all),
    "cause_apart": settles(keep_apart),
    "cause_undo": settles(undo_cause),
}
