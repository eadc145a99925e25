"""The index of a chart: every living asset, under each of its names."""

from collections.abc import Iterator, Mapping, Sequence
from math import log2

from bot.assets.chart import Chart
from bot.assets.search.index import Named, SearchIndex


def make_index(chart: Chart, names: Mapping[int, Sequence[str]]) -> SearchIndex:
    """Plain Python for two seconds when there are 100,000; `names` has other names by the assets' ids."""
    return SearchIndex(_named(chart, names))


def _named(chart: Chart, names: Mapping[int, Sequence[str]]) -> Iterator[Named]:
    """Every living asset under its name, and under each other name that is not part of it."""
    for asset in chart.assets:
        if asset.is_retired:
            continue
        weight = asset.importance + log2(1 + len(chart.feeds(asset.id)))
        beside = tuple(word for word in (asset.key, asset.schema, asset.domain, asset.group) if word)
        full = asset.relation or asset.key
        yield Named(asset.id, asset.name, full, beside, weight)
        yield from (Named(asset.id, name, name, (), weight) for name in names.get(asset.id, ()))
