"""A message in the thread of a card is begun by two at once: in its incident, and in one that ended in it."""

import asyncio

from bot.incidents.merge_incidents import merge
from bot.incidents.show_in_thread import show_in_thread
from bot.uow import UnitOfWork
from models.thread_message import ThreadTopic
from tests.builders import ANA, House
from tests.concurrency.overtaken import until_it_waits


async def test_it_is_posted_once_and_edited_for_the_second(house: House) -> None:
    number, part = await house.declare(), await house.declare()
    await house.act(merge, part, number, by_id=ANA)

    async with house.store.unit() as uow:
        await _show(uow, number)
        await uow.session.flush()
        second = asyncio.create_task(house.act(_show, part))
        await until_it_waits(house, second)
    await second

    assert len(await house.waiting("post_in_thread")) == 1
    assert len(await house.waiting("edit_in_thread")) == 1


async def _show(uow: UnitOfWork, number: int) -> None:
    await uow.incident(number)
    await show_in_thread(uow, number, ThreadTopic.BACKFILL)
