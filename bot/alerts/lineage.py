"""The lineage as far as alerts go: which asset an alert is about, and what lies above and below it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.assets.chart import Chart
from bot.assets.link import link
from bot.assets.views import AssetView
from models.quiet import plain
from models.signal import Signal

#: How far up and down is looked: so many assets, the nearest first, and so many steps.
AROUND: Final = 1_000
STEPS: Final = 20

#: Of an asset's name, what is told and kept.
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Around:
    """What lies above an asset and below it, nearest first, each with what lies between, one step nearer."""

    asset: AssetView
    above: Mapping[int, int]
    below: Mapping[int, int]

    def way(self, asset_id: int, *, below: bool = False) -> Sequence[int]:
        """The ids from what is read to what reads it; this asset is one end."""
        nearer, way = (self.below if below else self.above), [asset_id]
        while way[-1] != self.asset.id:
            way.append(nearer[way[-1]])
        return way[::-1] if below else way


class Lineage:
    """What deciding about a batch asks of a chart."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self._around: dict[int, Around] = {}
        self._assets: dict[str, AssetView | None] = {}
        self._labels: dict[int, str] = {}

    def asset_of(self, signal: Signal) -> AssetView | None:
        """What the signal is about first of all, where lineage knows it."""
        if not signal.assets:
            return None
        name = signal.assets[0]
        if name not in self._assets:
            self._assets[name] = link(self.chart, name)
        return self._assets[name]

    def around(self, asset: AssetView) -> Around:
        """What lies above and below."""
        found = self._around.get(asset.id)
        if found is None:
            above, below = _walk(asset.id, self.chart.fed_by), _walk(asset.id, self.chart.feeds)
            found = self._around[asset.id] = Around(asset, above, below)
        return found

    def label(self, asset_id: int) -> str:
        """As people call it, where that is the name of nothing else; else its whole key."""
        if asset_id not in self._labels:
            self._labels[asset_id] = self._label(asset_id)
        return self._labels[asset_id]

    def _label(self, asset_id: int) -> str:
        asset = self.chart.asset(asset_id)
        if asset is None:
            return str(asset_id)
        means_it = self.chart.find(asset.name)
        return plain(asset.name if means_it is not None and means_it.id == asset.id else asset.key)[:_LONGEST]


def _walk(start: int, beside: Callable[[int], Sequence[AssetView]]) -> Mapping[int, int]:
    nearer: dict[int, int] = {start: start}
    level = [start]
    for _ in range(STEPS):
        found: dict[int, int] = {}
        for each in level:
            for other in beside(each):
                if other.id not in nearer and other.id not in found:
                    found[other.id] = each
        nearer |= found
        level = list(found)
        if not level or len(nearer) > AROUND:
            break
    del nearer[start]
    return dict(list(nearer.items())[:AROUND])
