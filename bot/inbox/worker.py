"""Work off what was stored: events at once, and whatever a dead or failing attempt left behind."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import structlog
from sqlalchemy import select, update

from bot.inbox.entering import IN_BATCHES
from bot.inbox.intake import LEASE_SECONDS
from bot.outbox.queue import lease_clock
from bot.uow import AlreadyReceived, Store
from models.inbox import InboxItem

log = structlog.get_logger("inbox")

#: Seconds between looks for rows that nobody works on.
LOOK_EVERY: Final = 2.0

#: Tries before a row is a dead letter.
TRIES: Final = 8

#: Channels worked for at once. An event may ask Slack something, and Slack may take ten seconds to answer:
#: what happens elsewhere, an alert above all, does not wait for that.
LANES: Final = 32

#: Works one stored thing off: kind, payload, its inbox id, and whether it comes late (from the row).
Work = Callable[[str, dict[str, Any], int, bool], Awaitable[None]]


class Stored(NamedTuple):
    """One row to be worked off."""

    inbox_id: int
    kind: str
    payload: dict[str, Any]


class Worker:
    """Events of a channel in the order in which they came; left-over rows when their lease has ended."""

    def __init__(self, store: Store, work: Work, *, alone: bool) -> None:
        self._store = store
        self._work = work
        self._alone = alone
        self._fresh: asyncio.Queue[Stored] = asyncio.Queue()
        self._lanes: dict[str, deque[Stored]] = {}
        self._room = asyncio.Semaphore(LANES)
        self._idle = asyncio.Event()
        self._idle.set()

    def take(self, inbox_id: int, kind: str, payload: dict[str, Any]) -> None:
        """Work this off next; it was stored a moment ago."""
        self._idle.clear()
        self._fresh.put_nowait(Stored(inbox_id, kind, payload))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way right now."""
        return self._idle.is_set()

    async def drain(self) -> None:
        """Wait until what was taken has been worked off."""
        await self._idle.wait()

    async def run(self) -> None:
        """Work until cancelled."""
        if self._alone:
            await self._free_all()
        async with asyncio.TaskGroup() as at_work:
            at_work.create_task(self._sweep_again_and_again())
            while True:
                fresh = await self._fresh.get()
                name = lane_of(fresh.payload)
                if name in self._lanes:
                    self._lanes[name].append(fresh)
                else:
                    self._lanes[name] = deque([fresh])
                    at_work.create_task(self._work_lane(name))

    async def sweep(self) -> int:
        """Work off rows whose lease has ended; says how many there were."""
        left = await self._claim_left_over()
        lanes: dict[str, list[Stored]] = defaultdict(list)
        for row in left:
            payload = json.loads(row.payload)
            lanes[lane_of(payload)].append(Stored(row.id, row.kind, payload))
        await asyncio.gather(*(self._work_off_all(rows, late=True) for rows in lanes.values()))
        return len(left)

    async def _sweep_again_and_again(self) -> None:
        """By the clock, not by the silence: left-over rows must not wait until nothing new comes in."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.sweep()
            except Exception:  # the loop top: the next look tries again
                log.exception("sweep_failed")

    async def _work_lane(self, name: str) -> None:
        """Work for one channel until nothing is left to do there."""
        lane = self._lanes[name]
        async with self._room:
            while lane:
                await self._work_off(*lane.popleft(), late=False)
            del self._lanes[name]
        if not self._lanes and self._fresh.empty():
            self._idle.set()

    async def _work_off_all(self, rows: Iterable[Stored], *, late: bool) -> None:
        for row in rows:
            await self._work_off(*row, late=late)

    async def _work_off(self, inbox_id: int, kind: str, payload: dict[str, Any], *, late: bool) -> None:
        try:
            await self._work(kind, payload, inbox_id, late)
        except AlreadyReceived:
            return
        except Exception as fault:  # the loop top of one row: it is kept, and tried again
            log.exception("working_off_failed", inbox=inbox_id, kind=kind)
            await self._keep_fault(inbox_id, f"{type(fault).__name__}: {fault}")

    async def _claim_left_over(self) -> Sequence[InboxItem]:
        async with self._store.unit() as uow:
            now = await lease_clock(uow.session)
            free = (
                select(InboxItem)
                .where(InboxItem.done_at.is_(None), InboxItem.free_at <= now, InboxItem.attempts < TRIES)
                .where(InboxItem.kind.not_in(IN_BATCHES))
                .order_by(InboxItem.id)
                .limit(20)
                .with_for_update(skip_locked=True)
            )
            rows = (await uow.session.scalars(free)).all()
            for row in rows:
                row.free_at = now + LEASE_SECONDS * 3
                row.attempts += 1
        return rows

    async def _keep_fault(self, inbox_id: int, fault: str) -> None:
        try:
            async with self._store.unit() as uow:
                now = await lease_clock(uow.session)
                row = await uow.session.get_one(InboxItem, inbox_id)
                row.fault = fault[:2000]
                row.free_at = now + 2.0 ** min(row.attempts, 6)
        except Exception:  # the loop top again: the lease will end by itself
            log.exception("keeping_a_fault_failed", inbox=inbox_id)

    async def _free_all(self) -> None:
        """The only process of its database has just started: nobody else works on any row."""
        async with self._store.unit() as uow:
            waiting = update(InboxItem).where(InboxItem.done_at.is_(None))
            await uow.session.execute(waiting.values(free_at=0.0))


def lane_of(payload: Mapping[str, Any]) -> str:
    """Where it happened: what is told of one channel is taken up in order."""
    told = payload.get("event")
    event = told if isinstance(told, Mapping) else payload
    item = event.get("item")
    around = item if isinstance(item, Mapping) else {}
    for where in (event.get("channel"), around.get("channel"), event.get("channel_id")):
        if where:
            return str(where.get("id") if isinstance(where, Mapping) else where)
    return ""
