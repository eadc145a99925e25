"""Slack tells one replica of a message and another one of its edit; two take up the same item."""

import asyncio
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import take_alert
from bot.alerts.alert_ids import new_alert_ids
from bot.alerts.take_message import Taken
from bot.outbox.unpark import unpark, unpark_gone
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Standing
from tests.alerts.conftest import make_watch
from tests.alerts.posts import changed, elementary
from tests.builders import House
from tests.concurrency.overtaken import until_it_waits


async def test_an_alert_and_the_unfolding_of_its_link_are_one(house: House) -> None:
    watch = await make_watch(house)
    message = {**elementary("Error"), "ts": "1763450000.000100"}
    edited: list[asyncio.Task[Taken]] = []

    async def meanwhile(session: AsyncSession, count: int) -> Sequence[int]:
        if not edited:
            edited.append(asyncio.create_task(watch.hears(changed(message))))
            await until_it_waits(house, edited[0])
        return await new_alert_ids(session, count)

    with patch.object(take_alert, "new_alert_ids", meanwhile):
        await watch.hears(message, ts=message["ts"])
        taken = await edited[0]

    assert (len(await watch.alerts()), taken.alerts) == (1, ())


async def test_what_was_sent_again_by_hand_is_not_sent_again_by_itself(house: House) -> None:
    number = await house.declare()
    async with house.store.unit() as uow:
        item = await uow.announce("say", incident=number, what="closed")
        item.standing, item.fault = Standing.PARKED, "is_archived"

    async with house.store.unit() as uow:
        again = await uow.session.get_one(OutboxItem, item.id)
        unpark(again)
        again.claimed_by, again.free_at = "a replica", 1e12
        await uow.session.flush()
        restored = asyncio.create_task(house.act(_restored, number))
        await until_it_waits(house, restored)
    assert await restored == 0

    async with house.store.reading() as session:
        assert (await session.get_one(OutboxItem, item.id)).free_at == 1e12


async def _restored(uow: UnitOfWork, number: int) -> Any:
    return await unpark_gone(uow.session, number)
