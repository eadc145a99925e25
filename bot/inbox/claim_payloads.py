"""Which stored webhooks are decided next: in the order in which they came, and by one process at a time.

An alert and its recovery may lie in two batches. Were two replicas to decide them side by side, the recovery
could come first, and the alert would stay red.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox.entering import WEBHOOK
from bot.inbox.intake import LEASE_SECONDS
from bot.inbox.worker import TRIES
from bot.outbox.queue import lease_clock
from bot.uow import Store
from models.inbox import InboxItem

#: Rows in one batch at most, however small they are.
MOST_ROWS: Final = 200

#: What a row costs beyond its bytes.
ROW_BYTES: Final = 500

#: Held for the claim alone; any number that nobody else uses.
_CLAIMING: Final = text("SELECT pg_advisory_xact_lock(72130001)")

#: Built once, as all that is asked for every batch.
_OPEN: Final = and_(
    InboxItem.kind == bindparam("kind"), InboxItem.done_at.is_(None), InboxItem.attempts < TRIES
)
#: A lease; what merely pauses after a fault says so in its row.
_LEASED: Final = (
    select(InboxItem.id)
    .where(_OPEN, InboxItem.free_at > bindparam("now"), InboxItem.fault.is_(None))
    .limit(1)
)
_ROWS: Final = (
    select(InboxItem).where(InboxItem.id.in_(bindparam("ids", expanding=True))).order_by(InboxItem.id)
)
_LEASE: Final = (
    update(InboxItem)
    .where(InboxItem.id.in_(bindparam("ids", expanding=True)))
    .values(free_at=bindparam("until"), fault=None)
    .returning(InboxItem)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to be decided together, oldest first."""

    rows: Sequence[InboxItem] = ()

    @property
    def size(self) -> int:
        """What they weigh, in bytes."""
        return sum(len(row.payload) + ROW_BYTES for row in self.rows)


async def claim_batch(
    store: Store,
    after_id: int,
    most_bytes: float,
    *,
    alone: bool,
    most_rows: int = MOST_ROWS,
    kind: str = WEBHOOK,
) -> Batch:
    """The oldest rows after this one that may be decided now; empty while another process has some.

    Only a process that shares its database has to write down what it takes. Weighing a row costs, so
    `most_rows` is best not much more than what will fit.
    """
    if alone:
        async with store.reading() as session:
            asked = {"kind": kind, "after_id": after_id, "now": await lease_clock(session), "most": most_rows}
            ids = await _next(session, asked, most_bytes)
            return Batch(await _load(session, ids))
    async with store.unit() as uow:
        if uow.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            await uow.session.execute(_CLAIMING)
        now = await lease_clock(uow.session)
        if await _others_have_some(uow.session, kind, now):
            return Batch()
        asked = {"kind": kind, "after_id": after_id, "now": now, "most": most_rows}
        ids = await _next(uow.session, asked, most_bytes)
        if not ids:
            return Batch()
        leased = await uow.session.scalars(_LEASE, {"ids": ids, "until": now + LEASE_SECONDS})
        return Batch(sorted(leased.all(), key=lambda row: row.id))


async def _others_have_some(session: AsyncSession, kind: str, now: float) -> bool:
    return (await session.scalars(_LEASED, {"kind": kind, "now": now})).first() is not None


@cache
def _weighed(dialect: str) -> Select[int, int]:
    """What waits, with its weight; PostgreSQL does not even unpack the bodies for that."""
    measure = func.length if dialect == "sqlite" else func.octet_length
    waiting = and_(_OPEN, InboxItem.id > bindparam("after_id"), InboxItem.free_at <= bindparam("now"))
    weighed = select(InboxItem.id, measure(InboxItem.payload)).where(waiting)
    return weighed.order_by(InboxItem.id).limit(bindparam("most"))


async def _next(session: AsyncSession, asked: Mapping[str, Any], most_bytes: float) -> list[int]:
    """As many as fit, and one at least."""
    ids: list[int] = []
    room = most_bytes
    for inbox_id, length in await session.execute(_weighed(session.get_bind().dialect.name), asked):
        room -= length + ROW_BYTES
        if ids and room < 0:
            break
        ids.append(inbox_id)
    return ids


async def _load(session: AsyncSession, ids: Sequence[int]) -> Sequence[InboxItem]:
    if not ids:
        return ()
    return (await session.scalars(_ROWS, {"ids": list(ids)})).all()
