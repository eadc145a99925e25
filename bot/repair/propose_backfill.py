"""What a backfill plan proposes: what fails, then all downstream of it, the nearest first, with owners."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.assets.views import AssetView
from bot.desk import Desk
from bot.impact.incident_scene import failing_of
from bot.impact.owners import Owners
from bot.impact.read_said import read_said
from bot.impact.show_impact import find_impact, find_owners
from bot.impact.work_out import Impact, known_asset
from bot.repair.read_backfill import backfill_of
from models.errors import BreakwaterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One asset that is to be computed anew, and whose that is."""

    #: Its full key, or the name as it was typed.
    asset: str
    name: str
    #: Steps below what fails; none where lineage does not know it.
    depth: int | None = None
    owner_id: str | None = None
    owner_name: str | None = None


async def proposed_backfill(desk: Desk, session: AsyncSession, incident_id: int) -> tuple[Planned, ...]:
    """All that may have to be computed anew and is not planned yet."""
    chart = await desk.atlas.chart(session)
    said = await read_said(session, incident_id)
    impact = await find_impact(desk, chart, said)
    owners = await find_owners(desk, chart)
    there = {each.asset for each in (await backfill_of(session, incident_id)).lines}
    found = [_planned(asset, depth, owners) for asset, depth in _reached(impact, said.failing)]
    return tuple(each for each in found if each.asset not in there)


async def planned_by_name(desk: Desk, names: Collection[str]) -> tuple[Planned, ...]:
    """Assets that somebody names: by whatever people call them, or as they are typed."""
    chart = await desk.atlas.latest()
    owners = await find_owners(desk, chart)
    return tuple(_planned(_meant(chart, name), None, owners) for name in names)


def _reached(impact: Impact, failing_names: Collection[str]) -> Iterator[tuple[AssetView | str, int | None]]:
    """What fails first; where lineage knows nothing of it, by its name."""
    failing = failing_of(impact)
    yield from ((asset, 0) for asset in failing)
    if not failing:
        yield from ((name, 0) for name in list(failing_names)[:1])
    nearest = sorted(impact.affected, key=lambda each: (each.depth is None, each.depth or 0, each.name))
    yield from ((each.asset or each.name, each.depth) for each in nearest)


def _meant(chart: Chart, name: str) -> AssetView | str:
    return known_asset(chart, name) or " ".join(name.split())


def _planned(asset: AssetView | str, depth: int | None, owners: Owners) -> Planned:
    owner = owners.of(asset)
    if owner.is_sought:
        raise BreakwaterError(f"Of {owner.name} Slack has not told me yet.", "Try again in a minute.")
    return Planned(
        asset=asset if isinstance(asset, str) else asset.key,
        name=asset if isinstance(asset, str) else asset.name,
        depth=depth,
        owner_id=owner.to_id,
        owner_name=owner.name or None,
    )
