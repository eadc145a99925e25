"""The rows of the outbox: which may go now, who has them, and how each ended.

A claim is a lease: `free_at` says until when it holds. A process that dies keeps its items no longer
than that; what it may have sent is looked up before it is sent again.
"""

import random
import time
from collections.abc import Iterable, Sequence
from typing import Final

import structlog
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.outbox.budget import Budget
from bot.write_together import write_alike
from models.outbox import OutboxItem, Priority, Standing

log = structlog.get_logger("outbox")

#: Seconds a claim holds unless renewed; so long another replica waits before it takes over.
LEASE_SECONDS: Final = 10.0

#: A SQLite file has one process, whose own clock serves; replicas all ask the one database they share.
_DATABASE_CLOCK: Final = text("SELECT extract(epoch FROM clock_timestamp())")

#: Held together by all who settle, and alone by whoever takes back what was said; any number that nobody
#: else uses.
_SETTLING: Final = text("SELECT pg_advisory_xact_lock_shared(72130003)")
_NOT_SETTLING: Final = text("SELECT pg_advisory_xact_lock(72130003)")

#: Seconds between tries after a fault: doubles up to the longest.
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0


#: Written into the statement: a parameter would hide from SQLite that the indexes of what waits will do.
_WAITING: Final[ColumnElement[str]] = literal_column("'waiting'")


def _claimable(*, within_budget: bool = False) -> Select[OutboxItem]:
    """Waiting, free, its predecessor sent, nothing older in its lane, nothing of its subject on its way.

    Two edits of one card that are under way at once may arrive in either order, and the older would stay.
    Where something of the budget is spent, what would need it stays where it is.
    """
    before, earlier, other = aliased(OutboxItem), aliased(OutboxItem), aliased(OutboxItem)
    predecessor_unsent = exists().where(
        before.id == OutboxItem.after_id, before.standing.in_([Standing.WAITING, Standing.PARKED])
    )
    lane_taken = exists().where(
        earlier.lane == OutboxItem.lane, earlier.id < OutboxItem.id, earlier.standing == _WAITING
    )
    held = and_(other.claimed_by.is_not(None), other.free_at > bindparam("now"))
    goes_first = and_(other.id < OutboxItem.id, other.free_at <= bindparam("now"))
    on_its_way = exists().where(
        other.subject == OutboxItem.subject,
        other.id != OutboxItem.id,
        other.standing == _WAITING,
        or_(held, goes_first),
    )
    claimable = select(OutboxItem)
    if within_budget:
        claimable = claimable.where(_is_affordable())
    return (
        claimable.where(
            OutboxItem.standing == _WAITING,
            OutboxItem.free_at <= bindparam("now"),
            or_(OutboxItem.after_id.is_(None), ~predecessor_unsent),
            or_(OutboxItem.lane.is_(None), ~lane_taken),
            or_(OutboxItem.subject.is_(None), ~on_its_way),
        )
        .order_by(OutboxItem.priority, OutboxItem.id)
        .limit(bindparam("room"))
        .with_for_update(skip_locked=True, key_share=True, of=OutboxItem)
    )


def _is_affordable() -> ColumnElement[bool]:
    """As `may_wait` of the budget has it, but for kinds and lanes of which something may go."""
    return or_(
        OutboxItem.priority < Priority.BOARD,
        OutboxItem.unsure_since.is_not(None),
        and_(
            OutboxItem.kind.not_in(bindparam("kinds", expanding=True)),
            or_(OutboxItem.lane.is_(None), OutboxItem.lane.not_in(bindparam("lanes", expanding=True))),
        ),
    )


#: Built once: it is asked at every turn, and building it costs more than asking it.
_CLAIMABLE: Final = _claimable()
_AFFORDABLE: Final = _claimable(within_budget=True)
_ITEMS: Final = (
    select(OutboxItem)
    .where(OutboxItem.id.in_(bindparam("ids", expanding=True)))
    .order_by(OutboxItem.id)
    .with_for_update(key_share=True)
)

#: All of an item that changes when it is claimed or settled.
_CHANGING: Final = (
    "standing",
    "sent_at",
    "attempts",
    "free_at",
    "claimed_by",
    "unsure_since",
    "fault",
    "result",
)


async def lease_clock(session: AsyncSession) -> float:
    """What the lease clock says."""
    if session.get_bind().dialect.name == "sqlite":
        return time.time()
    return float((await session.execute(_DATABASE_CLOCK)).scalar_one())


async def claim(
    session: AsyncSession, owner: str, now: float, room: int, budget: Budget
) -> tuple[Sequence[OutboxItem], bool]:
    """Take up to `room` items of the most urgent kind that may go now, and say whether others may go too.

    What is less urgent waits for the next turn, so that it holds up nothing by its rendering; and what is
    beyond the budget waits for a later one. The caller commits.

    `unsure_since` is left as it was found, so that the caller sees which items need a look-up;
    `mark_begun` then stamps the others.
    """
    kinds, lanes = budget.spent()
    asked = {"now": now, "room": room}
    if kinds or lanes:
        found = await session.scalars(_AFFORDABLE, {**asked, "kinds": kinds, "lanes": lanes})
    else:
        found = await session.scalars(_CLAIMABLE, asked)
    items = found.all()
    urgent = budget.admit([item for item in items if item.priority == items[0].priority])
    take(urgent, owner, now)
    return urgent, 0 < len(urgent) < len(items)


def take(items: Sequence[OutboxItem], owner: str, now: float) -> None:
    """Lease these to a process; the caller has made sure that they may go now, and commits."""
    for item in items:
        item.claimed_by, item.free_at = owner, now + LEASE_SECONDS
        item.attempts += 1


async def claimable_count(session: AsyncSession) -> int:
    """How many items could go right now, or are being sent."""
    now = await lease_clock(session)
    free = (await session.scalars(_CLAIMABLE, {"now": now, "room": 1000})).all()
    held = select(OutboxItem.id).where(
        OutboxItem.claimed_by.is_not(None), OutboxItem.standing == Standing.WAITING
    )
    return len(free) + len((await session.scalars(held)).all())


async def fetch(session: AsyncSession, ids: Sequence[int]) -> Sequence[OutboxItem]:
    """Load items at once, so that getting each afterwards costs nothing.

    The items are locked where the database can: of two replicas that come back with one of them, because
    the first stood still for longer than its lease, the second is to see that it is settled.
    The caller holds on to what comes back: a session forgets what nobody holds.
    """
    if not ids:
        return ()
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_SETTLING)
    return (await session.scalars(_ITEMS, {"ids": ids})).all()


async def lock_settling(session: AsyncSession) -> None:
    """Until the commit nothing that was sent is settled: it is known of by now, or sees what we change.

    Take it before any incident's row. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_NOT_SETTLING)


def keep_together(items: Iterable[OutboxItem]) -> None:
    """Write what changed of these in one statement."""
    write_alike(items, _CHANGING)


def mark_begun(items: Sequence[OutboxItem], now: float) -> None:
    """From here on the outcome is unknown until it is known: a crash must find this in the row."""
    for item in items:
        if item.unsure_since is None:
            item.unsure_since = now


async def renew(session: AsyncSession, owner: str, ids: Sequence[int], now: float) -> Sequence[int]:
    """Keep what this process is working on, and nothing that it has lost sight of; what was still its own."""
    mine = and_(
        OutboxItem.id.in_(ids), OutboxItem.claimed_by == owner, OutboxItem.standing == Standing.WAITING
    )
    longer = update(OutboxItem).where(mine).values(free_at=now + LEASE_SECONDS)
    return (await session.scalars(longer.returning(OutboxItem.id))).all()


async def free_all(session: AsyncSession) -> None:
    """End every lease: for a database that only this process uses, whose last owner is dead."""
    held = OutboxItem.claimed_by.is_not(None) & (OutboxItem.standing == Standing.WAITING)
    await session.execute(update(OutboxItem).where(held).values(claimed_by=None, free_at=0.0))


async def pause_kind(session: AsyncSession, kind: str, until: float) -> None:
    """Slack said 429 to a method: nothing of its kind goes before it allows."""
    waiting = and_(
        OutboxItem.kind == kind,
        OutboxItem.standing == Standing.WAITING,
        OutboxItem.claimed_by.is_(None),
        OutboxItem.free_at < until,
    )
    # What somebody has in hand right now is not waited for: at worst Slack says it once more.
    free = select(OutboxItem.id).where(waiting).with_for_update(skip_locked=True, key_share=True)
    await session.execute(
        update(OutboxItem)
        .where(OutboxItem.id.in_(free))
        .values(free_at=until)
        .execution_options(synchronize_session="fetch")
    )


def pause_after(attempts: int, randomness: random.Random) -> float:
    """How long to wait after so many tries: doubling, capped, spread so that items do not march in step."""
    pause = min(FIRST_PAUSE * 2.0 ** max(attempts - 1, 0), LONGEST_PAUSE)
    return pause * randomness.uniform(0.75, 1.25)


def pause(item: OutboxItem, until: float, why: str) -> None:
    """Not before then."""
    item.claimed_by, item.free_at, item.fault = None, until, why


def skip(item: OutboxItem, why: str) -> None:
    """Never: it is not true any more, or somebody said no."""
    item.standing, item.claimed_by, item.unsure_since, item.fault = Standing.SKIPPED, None, None, why


def park(item: OutboxItem, why: str) -> None:
    """Not until someone asks for it. A doubt stays: what did arrive must not be said twice then."""
    log.warning("parked", item=item.id, kind=item.kind, why=why)
    item.standing, item.claimed_by, item.fault = Standing.PARKED, None, why
