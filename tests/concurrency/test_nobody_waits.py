"""Where something is only redrawn, or named by what comes after it, nobody waits for another transaction."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.incidents.show_change import redraw, say
from bot.outbox import queue
from bot.outbox.budget import Budget
from bot.uow import UnitOfWork
from models.outbox import Standing
from tests.builders import House
from tests.concurrency.overtaken import until_it_waits


async def test_two_redraw_the_same_card(house: House) -> None:
    """Each may have other cards to redraw, in another order: then they would wait for each other."""
    number = await house.declare()
    await house.act(redraw, number)
    [first] = await house.waiting("edit_card")

    async with house.store.unit() as uow:
        await redraw(uow, number)
        await uow.session.flush()
        await _goes_on(house, house.act(redraw, number))

    edits = await house.waiting("edit_card")
    assert first.id not in [item.id for item in edits]
    assert len(edits) == 2, "neither knew of the other's; the second shows the same as the first"


async def test_something_is_said_after_what_is_being_claimed(house: House) -> None:
    number = await house.declare()

    async with house.store.unit() as uow:
        now = await queue.lease_clock(uow.session)
        claimed, _ = await queue.claim(uow.session, "a replica", now, 10, Budget({}))
        assert [item.kind for item in claimed] == ["open_channel"]
        await _goes_on(house, house.act(say, number, "closed"))

    [said] = await house.waiting("say")
    assert (said.after_id, said.standing) == (claimed[0].id, Standing.WAITING)


async def _goes_on(house: House, act: Coroutine[Any, Any, Any]) -> None:
    begun = asyncio.create_task(act)
    await until_it_waits(house, begun)
    assert begun.done(), "it waits for a lock"
    await begun


async def test_what_is_in_hand_is_not_waited_for_when_slack_asks_for_a_pause(house: House) -> None:
    number = await house.declare()
    await house.act(redraw, number)

    async with house.store.unit() as uow:
        await redraw(uow, number)
        await uow.session.flush()
        await _goes_on(house, house.act(_pause))


async def _pause(uow: UnitOfWork) -> None:
    await queue.pause_kind(uow.session, "edit_card", 1e12)
