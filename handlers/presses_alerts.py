"""The buttons of a triage card: Declare, It's mine, Expected, Snooze, Why."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.alerts.triage import (
    declare_from_alert,
    expect_alert,
    snooze_alert,
    take_alert_on,
    why_alert,
)
from bot.desk import Desk
from handlers.answer import Answer, Done, Say
from handlers.here import allow
from handlers.incoming import Incoming


async def declare(desk: Desk, incoming: Incoming) -> Answer:
    """An incident, with the alert attached; its text and link are carried over."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await declare_from_alert(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def mine(desk: Desk, incoming: Incoming) -> Answer:
    """I look into it, without an incident."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await take_alert_on(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def expected(desk: Desk, incoming: Incoming) -> Answer:
    """Known and expected: silent for a while."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await expect_alert(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def snooze(desk: Desk, incoming: Incoming) -> Answer:
    """Not now."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await snooze_alert(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def why(desk: Desk, incoming: Incoming) -> Answer:
    """Why it was decided so."""
    return Say(await why_alert(desk, incoming.number, user_id=incoming.user_id))


PRESSES: Final[Mapping[str, Callable[[Desk, Incoming], Awaitable[Answer]]]] = {
    "triage_declare": declare,
    "triage_mine": mine,
    "triage_expected": expected,
    "triage_snooze": snooze,
    "triage_why": why,
}
