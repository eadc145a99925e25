"""Which asset a tool means by a name: each has its own way of writing the same table."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.assets.chart import Chart
from bot.assets.views import AssetView

#: A day of a partitioned table: `orders$20261120`.
_PARTITION: Final = re.compile(r"\$[\w]+$")

_MOST: Final = 500


def link(chart: Chart, name: str) -> AssetView | None:
    """The living asset that is meant; none where nothing is called so, or more than one thing."""
    for spelling in spellings(name):
        named = chart.named(spelling)
        if len(named) == 1 and not named[0].is_retired:
            return named[0]
        if named:
            return None  # to look further would be to guess
    return None


def link_all(chart: Chart, names: Iterable[str]) -> list[AssetView | str]:
    """Each name's asset, else the name as it is written, which an import may bring later; each once."""
    found: dict[object, AssetView | str] = {}
    for name in names:
        asset = link(chart, name)
        found.setdefault(asset.id if asset else name, asset or name)
    return list(found.values())


def spellings(name: str) -> Iterator[str]:
    """As it is written, then as other tools would write it, the surest first."""
    written = name.strip()[:_MOST]
    seen: set[str] = set()
    for spelling in _spellings(written):
        if spelling and spelling not in seen:
            seen.add(spelling)
            yield spelling


def _spellings(written: str) -> Iterator[str]:
    yield written
    plain = _PARTITION.sub("", written)
    yield plain
    # BigQuery and Monte Carlo write `project:dataset.table`.
    dotted = plain.replace(":", ".") if "/" not in plain else plain
    yield dotted
    # The same table of another database: in a name of three parts the first is the database.
    parts = dotted.split(".")
    if len(parts) == 3 and "/" not in dotted:
        yield ".".join(parts[1:])
    # OpenLineage's `namespace/name`, where lineage came from elsewhere.
    if "://" in plain:
        name = plain.rpartition("/")[2]
        yield name
        if name.count(".") == 2:
            yield name.partition(".")[2]
