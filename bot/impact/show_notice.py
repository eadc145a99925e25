"""A notice as its owner sees it: with the incident, and with what is theirs, as things stand now."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.blocks.impact.notice import SHOWN, NoticeView
from bot.blocks.impact.views import AssetLine
from bot.desk import Desk
from bot.impact.show_impact import NOUNS, zone_of
from bot.impact.work_out import due_of, known_asset
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_incident import incident_view
from models.incident import Incident
from models.notice import Notice


async def notice_view(
    desk: Desk, session: AsyncSession, notice: Notice, *, of_id: int | None = None
) -> NoticeView:
    """One notice; `of_id` is the incident by which it is told, where that is another one by now."""
    view = await incident_view(session, of_id or notice.incident_id, desk.clock())
    chart = desk.atlas.at_hand
    return NoticeView(
        id=notice.id,
        incident=view,
        assets=tuple(_line(desk, chart, key) for key in notice.assets[:SHOWN]),
        total=len(notice.assets),
        sent_by_id=notice.sent_by_id,
        sent_at=notice.sent_at,
        source=_called(chart, view.asset),
        to_channel=not notice.to_id.startswith(("U", "W")),
        words=notice.words,
        read_at=notice.read_at,
        read_by_id=notice.read_by_id,
    )


def _called(chart: Chart | None, asset: str | None) -> str:
    known = known_asset(chart, asset) if chart and asset else None
    return known.name if known else asset or ""


def _line(desk: Desk, chart: Chart | None, key: str) -> AssetLine:
    """Without its owner, who is the reader."""
    asset = known_asset(chart, key) if chart else None
    if asset is None:
        return AssetLine(name=key, type="asset")
    due = due_of(asset, desk.clock(), zone_of(desk))
    return AssetLine(name=asset.name, type=NOUNS[asset.type], due_at=due.at if due else None)


async def may_know(session: AsyncSession, notice: Notice) -> bool:
    """Whether it may be told to whom it is addressed: of a private incident, to its members alone."""
    seen = select(Incident.id).where(Incident.id == notice.incident_id, visible_to(notice.to_id))
    return await session.scalar(seen) is not None
