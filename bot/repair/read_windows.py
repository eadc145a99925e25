"""From when to when which asset was bad, as people say."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.blocks.repair.views import WindowView
from bot.ledger.merged_ids import merged_ids
from models.affected_window import AffectedWindow


async def windows_of(
    session: AsyncSession, incident_id: int, chart: Chart | None = None
) -> tuple[WindowView, ...]:
    """Those that stand, also of incidents that were merged into it, in the order in which they were said.

    With the lineage at hand assets are named as people call them, else by their keys.
    """
    ids = await merged_ids(session, incident_id)
    stand = select(AffectedWindow).where(
        AffectedWindow.incident_id.in_(ids), AffectedWindow.withdrawn_at.is_(None)
    )
    rows = (await session.scalars(stand.order_by(AffectedWindow.id))).all()
    return tuple(window_view(row, chart) for row in rows)


async def standing_window(session: AsyncSession, incident_id: int, asset: str) -> AffectedWindow | None:
    """What is said of one asset in this very incident."""
    stands = select(AffectedWindow).where(
        AffectedWindow.incident_id == incident_id,
        AffectedWindow.asset == asset,
        AffectedWindow.withdrawn_at.is_(None),
    )
    return (await session.scalars(stands)).one_or_none()


def window_view(row: AffectedWindow, chart: Chart | None = None) -> WindowView:
    """One of them."""
    return WindowView(
        asset=row.asset,
        name=name_of(chart, row.asset),
        first_bad=row.first_bad,
        first_at=row.first_at,
        last_bad=row.last_bad,
        last_at=row.last_at,
        known_good=row.known_good,
        note=row.note,
        by_id=row.said_by_id,
        at=row.said_at,
    )


def name_of(chart: Chart | None, key: str) -> str:
    """As people call the asset of that key."""
    asset = chart.find(key) if chart is not None else None
    return asset.name if asset is not None else key
