"""Holds on retention, as they stand."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.repair.views import HoldView
from bot.ledger.merged_ids import merged_ids
from models.errors import NotFound
from models.incident import Incident
from models.place import Place
from models.retention_hold import RetentionHold


async def holds_of(session: AsyncSession, incident_id: int) -> tuple[HoldView, ...]:
    """Those of an incident, and of what was merged into it; what is released is still told."""
    ids = await merged_ids(session, incident_id)
    asked = select(RetentionHold).where(RetentionHold.incident_id.in_(ids)).order_by(RetentionHold.id)
    return await _views(session, (await session.scalars(asked)).all())


async def find_hold(session: AsyncSession, hold_id: int) -> HoldView:
    """One of them. Raises NotFound."""
    row = await session.get(RetentionHold, hold_id)
    if row is None:
        raise NotFound("There is no such hold.", "`/incident retention` shows those that there are.")
    [view] = await _views(session, [row])
    return view


async def _views(session: AsyncSession, rows: Sequence[RetentionHold]) -> tuple[HoldView, ...]:
    views = []
    for row in rows:
        incident = await session.get_one(Incident, row.incident_id)
        place = await session.get_one(Place, row.incident_id)
        views.append(
            HoldView(
                id=row.id,
                incident_id=row.incident_id,
                ref=incident.ref,
                what=row.what,
                because=row.because,
                until_at=row.until_at,
                holder_id=row.holder_id,
                asked_by_id=row.asked_by_id,
                is_drill=incident.is_drill,
                held_at=row.held_at,
                held_by_id=row.held_by_id,
                released_at=row.released_at,
                released_by_id=row.released_by_id,
                channel_id=place.channel_id,
            )
        )
    return tuple(views)
