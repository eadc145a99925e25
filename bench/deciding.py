"""How many alerts are decided in a second, from the rows that their webhooks left in the inbox.

The real decider works in this process, on a database of its own; nothing is received or sent meanwhile.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select

from bench.alert_mix import bodies
from bench.figure import Figure, percentile
from bench.programs import database
from bot.alerts.take_payloads import take_payloads
from bot.clock import wall_clock
from bot.database import is_sqlite, open_engine, open_reading, open_sessions
from bot.desk import Desk
from bot.inbox.entering import WEBHOOK
from bot.inbox.payload_worker import PayloadWorker
from bot.playbook import Playbook
from bot.prose import Prose
from bot.serve import settle_memory
from bot.slack.directory import Directory
from bot.slack.identity import Identity
from bot.uow import Store
from models.fact import Fact
from models.inbox import InboxItem

#: Alerts in one body, and how many alerts are decided of each kind of body.
SIZES = {1: 5_000, 10: 10_000, 100: 20_000}

GOAL = 2_000


@dataclass
class Course:
    """One stretch of deciding: how many alerts, in how many seconds, in transactions of which lengths."""

    alerts: int
    seconds: float
    batches: list[float] = field(default_factory=list)

    @property
    def speed(self) -> float:
        """Alerts in a second."""
        return self.alerts / self.seconds


async def measure(*, repeat: int, postgresql: bool) -> list[Figure]:
    """Fill the inbox and work it off, size by size, on one database that grows."""
    courses: dict[int, Course] = {}
    settle_memory()  # as the program does once it has started
    with database(postgresql=postgresql) as database_url:
        async with decider(database_url) as desk:
            for size, count in SIZES.items():
                courses[size] = await decide(desk, count * repeat, size, alone=is_sqlite(database_url))
    return [_whole(list(courses.values())), *(_of(size, course) for size, course in courses.items())]


async def decide(desk: Desk, alerts: int, size: int, *, alone: bool) -> Course:
    """Store so many alerts, and time the real worker until each of them is decided."""
    await _fill(desk, alerts, size)
    course = Course(alerts, 0.0)

    async def timed(rows: Sequence[InboxItem]) -> None:
        began = time.perf_counter()
        await take_payloads(desk, rows)
        course.batches.append(time.perf_counter() - began)

    worker = PayloadWorker(desk.store, timed, alone=alone)
    began = time.perf_counter()
    while await worker.work():
        pass
    course.seconds = time.perf_counter() - began
    if left := await _left(desk):
        raise SystemExit(f"bench: {left} bodies were not decided")
    return course


@asynccontextmanager
async def decider(database_url: str) -> AsyncIterator[Desk]:
    """A desk as the program has it, but for a Slack."""
    engine = open_engine(database_url)
    turn = asyncio.Lock() if is_sqlite(database_url) else None
    store = Store(open_sessions(engine), open_reading(engine), wall_clock, Playbook(), turn=turn)
    async with store.unit() as uow:
        value = {"id": "C0ALERTS01", "name": "data-alerts"}
        uow.session.add(Fact(name="channel:data-alerts", value=value, found_at=uow.now))
    directory = Directory(None, store)  # type: ignore[arg-type]  # Slack is not asked
    await directory.load()
    yield Desk(
        store=store,
        chat=None,  # type: ignore[arg-type]  # nor is anything sent
        directory=directory,
        playbook=store.playbook,
        prose=Prose(None),
        clock=wall_clock,
        identity=Identity(),
    )
    await engine.dispose()


async def _fill(desk: Desk, alerts: int, size: int) -> None:
    async with desk.store.unit() as uow:
        last = await uow.session.scalar(select(func.max(InboxItem.id))) or 0
        rows = [
            {
                "key": f"delivery:{source}:{last + number}",
                "kind": WEBHOOK,
                "source": source,
                "payload": body,
                "received_at": uow.now,
            }
            for number, (source, body) in enumerate(bodies(alerts, size, seed=size))
        ]
        await uow.session.execute(insert(InboxItem), rows)


async def _left(desk: Desk) -> int:
    async with desk.store.reading() as session:
        left = select(func.count()).select_from(InboxItem).where(InboxItem.done_at.is_(None))
        return await session.scalar(left) or 0


def _whole(courses: Sequence[Course]) -> Figure:
    alerts, seconds = sum(each.alerts for each in courses), sum(each.seconds for each in courses)
    return Figure(
        what="decided from stored rows",
        value=alerts / seconds,
        unit="alerts/s",
        goal=GOAL,
        at_least=True,
        how=f"{alerts:,} alerts of 50 causes and of runs, a fifth recoveries; nothing else under way",
    )


def _of(size: int, course: Course) -> Figure:
    worst = percentile(course.batches, 99) * 1000
    how = f"{course.alerts:,} alerts; {len(course.batches)} transactions, p99 {worst:.0f} ms"
    return Figure(what=f"· {size} a body", value=course.speed, unit="alerts/s", how=how)
