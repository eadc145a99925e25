"""What the outbox does when it is its own bookkeeping that fails, or the database that is away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.outbox import queue
from bot.outbox.budget import Budget
from bot.outbox.delivery import Call, Delivery
from bot.outbox.runner import Runner
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Standing
from tests.builders import Office, open_office
from tests.stories.town import eventually


class Chore(Delivery):
    """Sends nothing; `ends` says how its bookkeeping goes."""

    kind = "chore"
    harmless_twice = True
    ends: ClassVar[dict[str, Callable[[], None]]] = {}
    sent: ClassVar[list[str]] = []

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        return Call(args={"name": item.intent["name"]}, item_id=item.id)

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        self.sent.append(call.args["name"])
        return {"name": call.args["name"]}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        self.ends.get(result["name"], lambda: None)()


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    Chore.ends, Chore.sent = {}, []
    async with open_office(database_url, Chore) as office:
        yield office


async def test_an_item_whose_bookkeeping_fails_holds_up_nobody(office: Office) -> None:
    Chore.ends = {"poison": _breaks}
    async with _running(office):
        await _asked(office, "poison")
        await _ended(office, poison=Standing.PARKED)
        await _asked(office, "after")

        await _ended(office, poison=Standing.PARKED, after=Standing.SENT)


async def test_among_several_only_the_one_whose_bookkeeping_fails_is_parked(office: Office) -> None:
    Chore.ends = {"poison": _breaks}
    await _asked(office, "before", "poison", "after")
    async with _running(office):
        await _ended(office, before=Standing.SENT, poison=Standing.PARKED, after=Standing.SENT)


@pytest.mark.parametrize("times", [1, 4])
async def test_nothing_is_parked_because_the_database_was_away(office: Office, times: int) -> None:
    Chore.ends = {"two": _away(times)}
    await _asked(office, "one", "two", "three")
    async with _running(office):
        await _ended(office, one=Standing.SENT, two=Standing.SENT, three=Standing.SENT)
    assert sorted(Chore.sent) == ["one", "three", "two"]


async def test_a_lease_that_nobody_works_on_any_more_runs_out(office: Office) -> None:
    await _asked(office, "working", "forgotten")
    async with office.house.store.unit() as uow:
        now = await queue.lease_clock(uow.session)
        (working, forgotten), _ = await queue.claim(uow.session, "us", now, 10, Budget({}))
        await queue.renew(uow.session, "us", [working.id], now + 9)

    async with office.house.store.unit() as uow:
        again, _ = await queue.claim(uow.session, "us", now + 11, 10, Budget({}))
    assert [item.id for item in again] == [forgotten.id]


def _breaks() -> None:
    raise ValueError("a bug of ours")


def _away(times: int) -> Callable[[], None]:
    left = [times]

    def fails() -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))

    return fails


async def _asked(office: Office, *names: str) -> None:
    async with office.house.store.unit() as uow:
        for name in names:
            await uow.announce("chore", name=name)
            await uow.session.flush()


async def _ended(office: Office, **standings: Standing) -> None:
    async def so() -> bool:
        items = await office.house.all_of(OutboxItem, kind="chore")
        return {item.intent["name"]: item.standing for item in items} == standings

    await eventually(so, f"{standings}")


@asynccontextmanager
async def _running(office: Office) -> AsyncIterator[None]:
    runner = Runner(office.desk, office.deliveries, alone=True)
    working = asyncio.create_task(runner.run())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
