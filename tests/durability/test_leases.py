"""A process that stood still for longer than its leases sends nothing that another may have sent."""

import asyncio

import pytest

from bot.outbox import queue
from bot.outbox.attempt import Overtaken, Ready, attempt
from bot.outbox.deliveries.incidents.open_channel import OpenChannel
from bot.outbox.delivery import Call
from bot.outbox.leases import Leases
from bot.outbox.queue import LEASE_SECONDS
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Standing
from tests.builders import open_house, open_office


class Ticking:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_lease_ends_unless_it_is_renewed() -> None:
    clock = Ticking()
    leases = Leases(alone=False, clock=clock)
    for item_id in (1, 2):
        leases.take(item_id, leases.now())
    clock.at += LEASE_SECONDS / 2
    assert leases.are_to_be_renewed()
    leases.renew([1], leases.now())
    assert not leases.are_to_be_renewed()
    clock.at += LEASE_SECONDS / 2

    assert leases.hold(1)
    assert not leases.hold(2)
    assert not leases.hold(3)


def test_alone_with_its_database_nobody_can_take_anything_over() -> None:
    assert Leases(alone=True, clock=Ticking()).hold(1)


async def test_what_is_no_longer_ours_is_not_sent(sqlite_url: str) -> None:
    async with open_office(sqlite_url, OpenChannel) as office:
        call = Call(args={"name": "inc-261118-1-orders", "is_private": False})
        ready = Ready(1, office.deliveries["open_channel"], call, unsure_since=None)
        with pytest.raises(Overtaken):
            await attempt(ready, office.desk, lambda: False)

        assert "conversations.create" not in [call.method for call in office.sandbox.calls]


async def test_of_two_that_come_back_with_one_item_the_second_sees_that_it_is_settled(
    database_url: str,
) -> None:
    async def settle() -> Standing:
        async with house.store.unit() as uow:
            [item] = await queue.fetch(uow.session, [item_id])
            assert isinstance(item, OutboxItem)
            found, item.standing = item.standing, Standing.SENT
            await asyncio.sleep(0.2)
        return found

    async with open_house(database_url) as house:
        item_id = await house.act(_announce)

        assert set(await asyncio.gather(settle(), settle())) == {Standing.WAITING, Standing.SENT}


async def _announce(uow: UnitOfWork) -> int:
    item = await uow.announce("publish_home", user_id="U1")
    await uow.session.flush()
    return item.id
