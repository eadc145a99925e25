"""An opening leaves with the commit that declares it, and is as safe as if it had waited for its turn."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.outbox.deliveries.incidents.open_channel import OpenChannel
from bot.outbox.runner import Runner
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Standing
from models.place import Place
from tests.builders import Office, open_office

PATIENCE = 30.0


@asynccontextmanager
async def at_work(runner: Runner) -> AsyncIterator[None]:
    """Let an outbox work; it is ready for openings when this begins."""
    working = asyncio.create_task(runner.run())
    async with asyncio.timeout(PATIENCE):
        while not runner.is_open:
            await asyncio.sleep(0.01)
    try:
        yield
    finally:
        await runner.stop()
        await working


def _with_express(office: Office) -> Runner:
    runner = Runner(office.desk, office.deliveries, alone=True)
    office.house.store = office.desk.store = replace(office.house.store, express=runner.express)
    return runner


async def _opening(office: Office) -> OutboxItem:
    [item] = await office.house.all_of(OutboxItem, kind="open_channel")
    return item


async def _sent(office: Office) -> OutboxItem:
    async with asyncio.timeout(PATIENCE):
        while (item := await _opening(office)).standing is not Standing.SENT:
            await asyncio.sleep(0.02)
    return item


def _creates(office: Office) -> int:
    return sum(call.method == "conversations.create" for call in office.sandbox.calls)


async def test_an_opening_is_claimed_by_the_commit_that_declares_it(database_url: str) -> None:
    async with open_office(database_url, OpenChannel) as office:
        runner = _with_express(office)
        async with at_work(runner):
            number = await office.house.declare()

            assert not runner.is_idle  # on its way already, and no turn was taken for it
            item = await _sent(office)

        async with office.house.store.reading() as session:
            place = await session.get_one(Place, number)
        assert (place.channel_id, item.attempts) == ((item.result or {})["channel_id"], 1)
        assert _creates(office) == 1


async def test_an_opening_whose_program_died_before_the_call_is_made_once(database_url: str) -> None:
    async with open_office(database_url, OpenChannel) as office:
        runner = _with_express(office)

        async def dies(items: Sequence[OutboxItem], uow: UnitOfWork) -> Callable[[], None]:
            await runner.express(items, uow)
            return lambda: None

        async with at_work(runner):
            office.house.store = replace(office.house.store, express=dies)
            await office.house.declare()
        assert _creates(office) == 0
        async with at_work(Runner(office.desk, office.deliveries, alone=True)):
            item = await _sent(office)

        assert item.attempts == 2
        assert _creates(office) == 1
        assert "users.conversations" in {call.method for call in office.sandbox.calls}


async def test_an_opening_declared_while_the_outbox_stops_waits_for_the_next_start(database_url: str) -> None:
    async with open_office(database_url, OpenChannel) as office:
        runner = _with_express(office)
        async with at_work(runner):
            pass
        await office.house.declare()

        waiting = await _opening(office)
        assert (waiting.claimed_by, waiting.unsure_since, waiting.attempts) == (None, None, 0)
        async with at_work(Runner(office.desk, office.deliveries, alone=True)):
            await _sent(office)
