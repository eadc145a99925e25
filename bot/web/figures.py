"""What the database says of itself, for readiness and metrics: counts only, never a title or a name."""

import asyncio
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Sessions
from bot.metrics import Figures
from models.inbox import InboxItem
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.vocabulary import Severity, Stage

log = structlog.get_logger("web")

#: For the database to answer; whoever asks does not wait long either.
PATIENCE_SECONDS: Final = 2.0


async def read_figures(session: AsyncSession, now: datetime) -> Figures:
    """Count everything that `/metrics` shows."""
    oldest: datetime | None = await session.scalar(
        select(func.min(OutboxItem.created_at)).where(OutboxItem.standing == Standing.WAITING)
    )
    unfinished = InboxItem.done_at.is_(None)
    return Figures(
        outbox_waiting=await _by_kind(session, Standing.WAITING),
        outbox_parked=await _by_kind(session, Standing.PARKED),
        outbox_oldest_seconds=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        inbox_waiting=await _inbox_count(session, and_(unfinished, InboxItem.fault.is_(None))),
        dead_letters=await _inbox_count(session, and_(unfinished, InboxItem.fault.is_not(None))),
        incidents=await _incidents(session),
    )


async def figures_if_any(reading: Sessions, now: datetime) -> Figures | None:
    """The figures, or none when the database does not answer: our own counters are still worth reading."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), reading() as session:
            return await read_figures(session, now)
    except (SQLAlchemyError, OSError, TimeoutError) as fault:
        log.warning("database_unreachable", fault=type(fault).__name__)
        return None


async def outbox_counts(session: AsyncSession) -> dict[str, int]:
    """How many items wait, and how many were given up."""
    counts = dict.fromkeys((Standing.WAITING.value, Standing.PARKED.value), 0)
    shown = select(OutboxItem.standing, func.count()).where(
        OutboxItem.standing.in_([Standing.WAITING, Standing.PARKED])
    )
    for standing, count in await session.execute(shown.group_by(OutboxItem.standing)):
        counts[standing.value] = count
    return counts


async def _by_kind(session: AsyncSession, standing: Standing) -> dict[str, int]:
    counted = select(OutboxItem.kind, func.count()).where(OutboxItem.standing == standing)
    return dict(iter(await session.execute(counted.group_by(OutboxItem.kind))))


async def _inbox_count(session: AsyncSession, which: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(InboxItem).where(which)) or 0


async def _incidents(session: AsyncSession) -> dict[tuple[str, str], int]:
    rows = await session.execute(_public_ones())
    return {(severity.value, stage.value): count for severity, stage, count in rows}


def _public_ones() -> Select[Severity, Stage, int]:
    """Whoever reads metrics is nobody's member: private incidents are not even counted, nor are drills."""
    return (
        select(Incident.severity, Incident.stage, func.count())
        .where(Incident.is_private.is_(False), Incident.is_drill.is_(False))
        .group_by(Incident.severity, Incident.stage)
    )
