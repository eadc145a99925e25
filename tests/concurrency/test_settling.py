"""What came back from Slack is settled in the order of incidents, whatever came back first."""

import asyncio
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.outbox import queue
from bot.outbox.delivery import Call, Delivery
from bot.outbox.runner import Runner
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Standing
from tests.builders import House, open_office
from tests.concurrency.overtaken import until_it_waits


class Slow(Delivery):
    """Comes back when it is let, and remembers in which order it was settled."""

    kind = "slow"
    shows_incident = False

    def __init__(self) -> None:
        self.under_way: dict[int, asyncio.Event] = {}
        self.back: list[int] = []
        self.settled: list[int | None] = []

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        return Call(args={"number": item.incident_id})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        let = self.under_way.setdefault(call.args["number"], asyncio.Event())
        await let.wait()
        self.back.append(call.args["number"])
        return {}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        self.settled.append(item.incident_id)


async def test_two_replicas_settle_in_one_order(postgres_url: str) -> None:
    async with open_office(postgres_url) as office:
        slow, house = Slow(), office.house
        one, two, three = await _under_way(house)
        runner = Runner(office.desk, {"slow": slow}, alone=False)
        working = asyncio.create_task(runner.run())
        await _until(lambda: len(slow.under_way) == 3)

        async with house.store.unit() as uow:
            await queue.lock_settling(uow.session)
            slow.under_way[three].set()
            await until_it_waits(house, working)
            for number in (two, one):
                slow.under_way[number].set()
                await _until(lambda number=number: number in slow.back)
        await runner.stop()
        await working

        assert slow.settled == [three, one, two]


async def _under_way(house: House) -> list[int]:
    numbers = [await house.declare() for _ in range(3)]
    async with house.store.unit() as uow:
        await uow.session.execute(update(OutboxItem).values(standing=Standing.SKIPPED))
        for number in numbers:
            await uow.announce("slow", incident=number)
    return numbers


async def _until(is_so: Any) -> None:
    while not is_so():
        await asyncio.sleep(0)
