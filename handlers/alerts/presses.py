"""The buttons of an alert's card: Declare, Attach to…, It's mine, Expected, Snooze, Keep apart, Why."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.alerts.triage import declare_from_alert, expect_alert, snooze_alert, take_alert_on, why_alert
from bot.alerts.unfold_card import unfold_card
from bot.desk import Desk
from handlers.alerts.attach_form import show_attach
from handlers.answer import Answer, Done, Say
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listener, Listeners


def changes(use_case: Callable[..., Awaitable[Any]]) -> Listener:
    """A button that settles the alert; its card shows what became of it."""

    async def press(desk: Desk, incoming: Incoming) -> Answer:
        await allow(desk, incoming)
        async with desk.store.unit(incoming.inbox_id) as uow:
            await use_case(uow, incoming.number, by_id=incoming.user_id)
        return Done()

    return press


async def why(desk: Desk, incoming: Incoming) -> Answer:
    """Why it was decided so."""
    return Say(await why_alert(desk, incoming.number, user_id=incoming.user_id))


PRESSES: Final[Listeners] = {
    "triage_declare": changes(declare_from_alert),
    "triage_mine": changes(take_alert_on),
    "triage_expected": changes(expect_alert),
    "triage_snooze": changes(snooze_alert),
    "triage_attach": show_attach,
    "triage_apart": changes(unfold_card),
    "triage_why": why,
}
