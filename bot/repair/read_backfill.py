"""The backfill plan of an incident, as it stands."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.repair.views import BackfillLine, BackfillView
from bot.ledger.merged_ids import merged_ids
from models.backfill_item import BackfillItem
from models.incident import Incident


async def backfill_of(session: AsyncSession, incident_id: int) -> BackfillView:
    """What is to be computed anew, the nearest to what fails first; without lines there is no plan.

    Also of incidents that were merged into it; an asset of several plans shows by the newest of them.
    """
    incident = await session.get_one(Incident, incident_id)
    ids = await merged_ids(session, incident_id)
    planned = select(BackfillItem).where(BackfillItem.incident_id.in_(ids)).order_by(BackfillItem.id)
    rows = {row.asset: row for row in await session.scalars(planned)}
    lines = sorted(rows.values(), key=lambda row: (row.depth is None, row.depth or 0, row.name, row.id))
    return BackfillView(
        incident_id=incident_id,
        lines=tuple(backfill_line(row) for row in lines),
        is_open=incident.is_open,
        is_drill=incident.is_drill,
    )


def backfill_line(row: BackfillItem) -> BackfillLine:
    """One asset of it."""
    return BackfillLine(
        id=row.id,
        asset=row.asset,
        name=row.name,
        depth=row.depth,
        state=row.state,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        changed_by_id=row.changed_by_id,
        changed_at=row.changed_at,
        planned_by_id=row.planned_by_id,
    )
