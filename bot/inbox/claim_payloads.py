"""Which stored webhooks are decided next: in the order in which they came, and by one process at a time.

An alert and its recovery may lie in two batches. Were two replicas to decide them side by side, the recovery
could come first, and the alert would stay red.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select, text, update
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
            waiting = _waiting(kind, after_id, await lease_clock(session))
            ids = await _next(session, waiting, most_bytes, most_rows)
            return Batch(await _load(session, ids))
    async with store.unit() as uow:
        if uow.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            await uow.session.execute(_CLAIMING)
        now = await lease_clock(uow.session)
        if await _others_have_some(uow.session, kind, now):
            return Batch()
        ids = await _next(uow.session, _waiting(kind, after_id, now), most_bytes, most_rows)
        if ids:
            leased = (
                update(InboxItem).where(InboxItem.id.in_(ids)).values(free_at=now + LEASE_SECONDS, fault=None)
            )
            await uow.session.execute(leased.execution_options(synchronize_session=False))
        return Batch(await _load(uow.session, ids))


def _open(kind: str) -> ColumnElement[bool]:
    return and_(
        InboxItem.kind == kind,
        InboxItem.done_at.is_(None),
        InboxItem.attempts < TRIES,
    )


def _waiting(kind: str, after_id: int, now: float) -> ColumnElement[bool]:
    return and_(_open(kind), InboxItem.id > after_id, InboxItem.free_at <= now)


async def _others_have_some(session: AsyncSession, kind: str, now: float) -> bool:
    """A lease; what merely pauses after a fault says so in its row."""
    leased = select(InboxItem.id).where(_open(kind), InboxItem.free_at > now, InboxItem.fault.is_(None))
    return (await session.scalars(leased.limit(1))).first() is not None


async def _next(
    session: AsyncSession, waiting: ColumnElement[bool], most_bytes: float, most_rows: int
) -> list[int]:
    """As many as fit, and one at least; PostgreSQL does not even unpack their bodies for that."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    weight = func.length(InboxItem.payload) if on_sqlite else func.octet_length(InboxItem.payload)
    query = select(InboxItem.id, weight).where(waiting).order_by(InboxItem.id).limit(most_rows)
    ids: list[int] = []
    room = most_bytes
    for inbox_id, length in await session.execute(query):
        room -= length + ROW_BYTES
        if ids and room < 0:
            break
        ids.append(inbox_id)
    return ids


async def _load(session: AsyncSession, ids: Sequence[int]) -> Sequence[InboxItem]:
    if not ids:
        return ()
    query = select(InboxItem).where(InboxItem.id.in_(ids)).order_by(InboxItem.id)
    return (await session.scalars(query)).all()
