"""Stored webhooks are worked off in their order, in short batches, and a poisoned one holds up no others."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress

import pytest
from structlog.testing import capture_logs

from bot.inbox import payload_worker as room
from bot.inbox.claim_payloads import MOST_ROWS, claim_batch
from bot.inbox.entering import WEBHOOK
from bot.inbox.payload_worker import PayloadWorker
from bot.inbox.worker import TRIES, Worker
from models.inbox import InboxItem
from tests.builders import House, open_house
from tests.durability.patience import until


@pytest.fixture(autouse=True)
def _faults_are_expected() -> Iterator[None]:
    """Faults are made here by the dozen, and drawing their tracebacks would take most of the time."""
    with capture_logs():
        yield


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


async def store(house: House, *payloads: str, kind: str = WEBHOOK) -> list[int]:
    async with house.store.unit() as uow:
        rows = [
            InboxItem(
                key=f"{kind}:{number}:{payload[:9]}",
                kind=kind,
                source="generic",
                payload=payload,
                received_at=uow.now,
            )
            for number, payload in enumerate(payloads)
        ]
        for row in rows:
            uow.session.add(row)
            await uow.session.flush()
    return [row.id for row in rows]


class Decider:
    """Marks rows done, and remembers in which batches they came; chokes on what says poison."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.batches: list[list[int]] = []

    async def __call__(self, rows: Sequence[InboxItem]) -> None:
        async with self.house.store.unit() as uow:
            for row in rows:
                if "poison" in row.payload:
                    raise RuntimeError("it is poisoned")
                (await uow.session.get_one(InboxItem, row.id)).done_at = uow.now
        self.batches.append([row.id for row in rows])

    @property
    def decided(self) -> list[int]:
        return [number for batch in self.batches for number in batch]


async def work_off(worker: PayloadWorker) -> None:
    while await worker.work():
        pass


async def test_rows_are_decided_together_in_the_order_in_which_they_came(house: House) -> None:
    ids = await store(house, *(f'"{number}"' for number in range(5)))
    decider = Decider(house)
    await work_off(PayloadWorker(house.store, decider, alone=False))

    assert decider.batches == [ids]


async def test_what_is_no_webhook_is_left_to_others(house: House) -> None:
    await store(house, "{}", kind="event")
    decider = Decider(house)
    await work_off(PayloadWorker(house.store, decider, alone=True))

    assert decider.batches == []
    worked: list[int] = []

    async def work(_kind: str, _payload: object, inbox_id: int, _late: bool) -> None:
        worked.append(inbox_id)

    ids = await store(house, "{}", "{ }")
    await Worker(house.store, work, alone=True).sweep()  # type: ignore[arg-type]
    assert not set(worked) & set(ids)


async def test_a_poisoned_row_holds_up_no_others_and_is_tried_again_later(house: House) -> None:
    ids = await store(house, '"a"', '"poison"', '"b"')
    decider = Decider(house)
    await work_off(PayloadWorker(house.store, decider, alone=False))

    assert decider.decided == [ids[0], ids[2]]
    [row] = [row for row in await house.all_of(InboxItem) if row.id == ids[1]]
    assert (row.done_at, row.attempts, row.fault) == (None, 1, "RuntimeError: it is poisoned")
    assert row.free_at > 0


async def test_what_fails_for_good_becomes_a_dead_letter(house: House) -> None:
    [number] = await store(house, '"poison"')
    worker = PayloadWorker(house.store, Decider(house), alone=True)
    for _ in range(TRIES + 3):
        async with house.store.unit() as uow:
            (await uow.session.get_one(InboxItem, number)).free_at = 0.0
        worker._from_start_at = 0.0
        await work_off(worker)

    [row] = await house.all_of(InboxItem)
    assert (row.attempts, row.done_at) == (TRIES, None)


async def test_a_batch_weighs_no_more_than_it_may(house: House) -> None:
    ids = await store(house, *(f'"{number}{"x" * 1000}"' for number in range(10)))
    batch = await claim_batch(house.store, 0, 4_700, alone=False)
    too_long = await claim_batch(house.store, 0, 1, alone=True)

    assert [row.id for row in batch.rows] == ids[:3]
    assert len(too_long.rows) == 1  # one at least, however long it is
    await store(house, *(f'"more {number}"' for number in range(MOST_ROWS)))
    assert len((await claim_batch(house.store, 0, 10**9, alone=True)).rows) == MOST_ROWS


async def test_while_one_process_decides_no_other_takes_later_rows(house: House) -> None:
    await store(house, *(f'"{number}"' for number in range(4)))
    mine = await claim_batch(house.store, 0, 1, alone=False)
    theirs = await claim_batch(house.store, 0, 1, alone=False)

    assert (len(mine.rows), len(theirs.rows)) == (1, 0)
    await Decider(house)(mine.rows)
    after = await claim_batch(house.store, 0, 1, alone=False)
    assert after.rows[0].id > mine.rows[0].id


async def test_a_pause_after_a_fault_holds_up_nobody(house: House) -> None:
    await store(house, '"poison"', '"a"')
    decider = Decider(house)
    worker = PayloadWorker(house.store, decider, alone=False)
    await work_off(worker)
    [later] = await store(house, '"b"', kind=WEBHOOK)
    await work_off(worker)

    assert later in decider.decided


async def test_two_processes_decide_each_row_once(house: House) -> None:
    ids = await store(house, *(f'"{number}"' for number in range(24)))
    deciders = [Decider(house), Decider(house)]
    workers = [PayloadWorker(house.store, each, alone=False) for each in deciders]
    for worker in workers:
        worker._speed = 20_000.0  # small batches, so that both have turns

    async def work(worker: PayloadWorker) -> None:
        while len(deciders[0].decided) + len(deciders[1].decided) < len(ids):
            await worker.work()
            await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await asyncio.gather(*map(work, workers))

    assert sorted(deciders[0].decided + deciders[1].decided) == ids


@asynccontextmanager
async def running(worker: PayloadWorker) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(worker.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_it_is_woken_by_what_comes(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LOOK_EVERY", 3600.0)
    async with open_house(sqlite_url) as house:
        decider = Decider(house)
        worker = PayloadWorker(house.store, decider, alone=True)
        async with running(worker):
            ids = await store(house, '"a"')
            worker.stir(3)

            async def is_decided() -> bool:
                return decider.decided == ids and worker.is_idle

            await until(is_decided, "the row to be decided")


async def test_a_stop_finishes_the_batch_and_leaves_the_rest_in_its_rows(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LEAST_BYTES", 1.0)
    async with open_house(sqlite_url) as house:
        ids = await store(house, *(f'"{number}"' for number in range(3)))
        began, go = asyncio.Event(), asyncio.Event()
        decider = Decider(house)

        async def slow(rows: Sequence[InboxItem]) -> None:
            began.set()
            await go.wait()
            await decider(rows)

        worker = PayloadWorker(house.store, slow, alone=True)
        worker._speed = 1.0  # one row at a time
        async with running(worker) as task:
            await began.wait()
            stopping = asyncio.create_task(worker.stop())
            await asyncio.sleep(0)
            go.set()
            await stopping
            await task

    assert decider.decided == ids[:1]


async def test_the_more_senders_bring_the_more_they_are_left_of_the_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    async with open_house(sqlite_url) as house:
        await store(house, '"a"')
        worker = PayloadWorker(house.store, Decider(house), alone=True)
        monkeypatch.setattr(room.asyncio, "sleep", rest)
        await worker.work()
        for _ in range(4):
            await worker._give_way(0.05)
            worker.stir(10_000_000)
        await worker._give_way(0.05)

    assert rests[1] < 0.05 < rests[-1] <= 0.05 * room.MOST_COURTESY
