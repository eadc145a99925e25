"""What is known of an asset: open incidents that it suffers from, and what the register holds of it."""

from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.assets.link import link
from bot.assets.show_owner import find_meant
from bot.assets.views import AssetView
from bot.blocks.register.views import DegradedView, KnownView
from bot.impact.read_said import Said, read_said
from bot.register.read_issues import key_of, read_issues
from models.incident import Incident
from models.place import Place
from models.vocabulary import Stage

#: Open incidents that are looked at; of more the list tells.
MOST_OPEN: Final = 100


async def ask_known(
    session: AsyncSession, chart: Chart, name: str, may_see: ColumnElement[bool]
) -> KnownView:
    """Of one asset by any of its names, for a reader; `may_see` is the condition on `Incident`."""
    asset, near = _meant(chart, name)
    key = asset.key if isinstance(asset, AssetView) else asset
    return KnownView(
        asset=key,
        name=asset.name if isinstance(asset, AssetView) else asset,
        is_in_lineage=isinstance(asset, AssetView),
        near=tuple(near),
        degraded=tuple(await _degraded(session, chart, asset, may_see)),
        issues=tuple(await read_issues(session, chart, may_see, asset=key)),
    )


def _meant(chart: Chart, name: str) -> tuple[AssetView | str, list[str]]:
    """As people or a tool write it."""
    found, near = find_meant(chart, name.strip())
    if isinstance(found, str) and (linked := link(chart, found)) is not None:
        return linked, []
    return found, near


async def _degraded(
    session: AsyncSession, chart: Chart, asset: AssetView | str, may_see: ColumnElement[bool]
) -> list[DegradedView]:
    """Open incidents in which it fails, or shows what fails further up; the worst first."""
    still_open = select(Incident, Place).join(Place, Place.incident_id == Incident.id)
    still_open = still_open.where(Incident.stage != Stage.CLOSED, Incident.is_drill.is_(False), may_see)
    rows = await session.execute(still_open.order_by(Incident.severity, Incident.id).limit(MOST_OPEN))
    above = _above(chart, asset)
    found = []
    for incident, place in rows.all():
        via = _suffers(chart, asset, above, await read_said(session, incident.id))
        if via is not None:
            found.append(_view(incident, place, via or None))
    return found


def _above(chart: Chart, asset: AssetView | str) -> dict[str, str]:
    """Everything that feeds it, by key, as people call it."""
    if isinstance(asset, str):
        return {}
    return {each.asset.key: each.asset.name for each in chart.upstream(asset.id)}


def _suffers(chart: Chart, asset: AssetView | str, above: dict[str, str], said: Said) -> str | None:
    """What it suffers from: nothing between where it is named itself, else the failing one further up."""
    key = asset if isinstance(asset, str) else asset.key
    spared = {key_of(chart, name) for name in said.spared}
    if key in spared:
        return None
    failing = [each for name in said.failing if (each := key_of(chart, name)) not in spared]
    if key in failing or key in {key_of(chart, name) for name in said.affected}:
        return ""
    return next((above[each] for each in failing if each in above), None)


def _view(incident: Incident, place: Place, via: str | None) -> DegradedView:
    return DegradedView(
        incident_id=incident.id,
        title=incident.title,
        severity=incident.severity,
        since_at=incident.began_at or incident.noticed_at or incident.declared_at,
        channel_id=place.channel_id,
        via=via,
        interim=incident.interim,
    )
