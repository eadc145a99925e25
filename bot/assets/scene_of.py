"""From lineage to the scene of a picture: what fails, what reads from it, and a little of what feeds it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.assets.chart import Chart
from bot.assets.views import AssetView
from bot.pictures.scene import Condition, Scene, Thing
from models.vocabulary import AssetType

#: Steps up from what fails, and assets there; a picture is about what lies below.
STEPS_UP: Final = 2
MOST_ABOVE: Final = 40

#: Assets in all; of more the farthest are left out.
MOST: Final = 5_000

_ENDS: Final = frozenset(
    {
        AssetType.DASHBOARD,
        AssetType.NOTEBOOK,
        AssetType.ANALYSIS,
        AssetType.ML,
        AssetType.APPLICATION,
        AssetType.EXPORT,
    }
)

#: Types that are called otherwise than their word.
_KINDS: Final = {AssetType.OTHER: "", AssetType.ML: "ML feature"}


def scene_of_incident(
    chart: Chart, title: str, failing: Sequence[AssetView], affected: Iterable[AssetView] | None = None
) -> Scene:
    """What fails now; `affected`: where it is known better than by lineage alone."""
    below = _below(chart, failing) if affected is None else affected
    roots = {origin.asset.id for origin in chart.most_upstream(asset.id for asset in failing)}
    conditions = dict.fromkeys((asset.id for asset in failing), Condition.FAILING)
    return _scene(chart, title, conditions, below, roots)


def scene_of_asset(chart: Chart, asset: AssetView) -> Scene:
    """What would be affected if this asset failed."""
    return _scene(chart, asset.name, {asset.id: Condition.CHOSEN}, _below(chart, [asset]), set())


def _below(chart: Chart, failing: Sequence[AssetView]) -> Iterator[AssetView]:
    """The nearest of each first."""
    reached = sorted(
        (each for asset in failing for each in chart.downstream(asset.id)), key=lambda each: each.depth
    )
    return (each.asset for each in reached)


def _scene(
    chart: Chart,
    title: str,
    conditions: dict[int, Condition],
    below: Iterable[AssetView],
    roots: set[int],
) -> Scene:
    starts = [*conditions]
    for asset in below:
        if len(conditions) < MOST:
            conditions.setdefault(asset.id, Condition.AFFECTED)
    for asset_id in _above(chart, starts, conditions.keys()):
        conditions[asset_id] = Condition.HEALTHY
    things = [
        _thing(chart, known, condition, is_root=asset_id in roots)
        for asset_id, condition in conditions.items()
        if (known := chart.asset(asset_id)) is not None
    ]
    feeds = (
        (str(asset_id), str(fed.id))
        for asset_id in conditions
        for fed in chart.feeds(asset_id)
        if fed.id in conditions
    )
    return Scene(title=title, things=tuple(things), feeds=tuple(feeds))


def _above(chart: Chart, starts: Sequence[int], known: Iterable[int]) -> list[int]:
    """What feeds these and is not in the picture, the nearest first."""
    seen, found, level = set(known), list[int](), list(starts)
    for _ in range(STEPS_UP):
        fed_by = (each.id for asset_id in level for each in chart.fed_by(asset_id))
        level = [each for each in dict.fromkeys(fed_by) if each not in seen]
        seen.update(level)
        found += level
    return found[:MOST_ABOVE]


def _thing(chart: Chart, asset: AssetView, condition: Condition, *, is_root: bool) -> Thing:
    return Thing(
        key=str(asset.id),
        name=asset.name,
        condition=condition,
        kind=_KINDS.get(asset.type, asset.type.value),
        place=asset.schema or asset.domain or "",
        importance=asset.importance * 1_000 + min(len(chart.feeds(asset.id)), 999),
        is_end=asset.type in _ENDS,
        is_root=is_root,
    )
