"""Make a chart of rows: nodes by key, edges in arrays, and the ways between projects that share a table."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from bot.assets.chart import Chart, Names, Neighbours
from bot.assets.views import AssetView
from models.ownership import without_database
from models.vocabulary import AssetType

#: What makes a table; another project that reads it declares a source of its own.
_MAKERS: Final = frozenset(
    {AssetType.MODEL, AssetType.SEED, AssetType.SNAPSHOT, AssetType.TABLE, AssetType.VIEW}
)

#: The domain of an asset by its names; none where no pattern fits.
DomainOf = Callable[[Sequence[str]], str | None]


@dataclass(slots=True)
class Rows:
    """What the database told, in its order: assets, edges by upstream, names by digest."""

    assets: list[AssetView] = field(default_factory=list)
    upstreams: "array[int]" = field(default_factory=lambda: array("q"))
    downstreams: "array[int]" = field(default_factory=lambda: array("q"))
    digests: "array[int]" = field(default_factory=lambda: array("q"))
    named: "array[int]" = field(default_factory=lambda: array("q"))
    are_whole: "array[int]" = field(default_factory=lambda: array("b"))


def make_chart(version: str, rows: Rows, domain_of: DomainOf) -> Chart:
    """Sort, count and link; plain Python for a second or two when there are 100,000 assets."""
    assets = [_in_domain(asset, domain_of) for asset in sorted(rows.assets, key=lambda asset: asset.key)]
    node_of = {asset.id: node for node, asset in enumerate(assets)}
    pairs = _pairs(rows, assets, node_of)
    downs = _neighbours(len(assets), pairs)
    names = Names(rows.digests, array("i", (node_of[each] for each in rows.named)), rows.are_whole)
    return Chart(version, assets, downs, _turned(len(assets), downs), names)


def _in_domain(asset: AssetView, domain_of: DomainOf) -> AssetView:
    if asset.domain:
        return asset
    names = [name for name in (asset.relation, asset.key, asset.name) if name]
    domain = domain_of([*names, *(without_database(name) for name in names)])
    return replace(asset, domain=domain) if domain else asset


def _pairs(
    rows: Rows, assets: Sequence[AssetView], node_of: Mapping[int, int]
) -> tuple["array[int]", "array[int]"]:
    """Both ends of every edge between living assets."""
    living = {asset.id: node_of[asset.id] for asset in assets if not asset.is_retired}
    ups, downs = array("i"), array("i")
    for upstream_id, downstream_id in zip(rows.upstreams, rows.downstreams, strict=True):
        if upstream_id in living and downstream_id in living and upstream_id != downstream_id:
            ups.append(living[upstream_id])
            downs.append(living[downstream_id])
    for up, down in _between_projects(assets):
        ups.append(up)
        downs.append(down)
    return ups, downs


def _between_projects(assets: Sequence[AssetView]) -> Iterator[tuple[int, int]]:
    """What one project makes feeds what another one declares as its source, where both name one table."""
    declared: dict[str, list[int]] = defaultdict(list)
    for node, asset in enumerate(assets):
        if asset.type is AssetType.SOURCE and asset.relation and not asset.is_retired:
            declared[asset.relation].append(node)
    for node, asset in enumerate(assets):
        if asset.type not in _MAKERS or asset.is_retired or asset.relation not in declared:
            continue
        for source in declared[asset.relation]:
            if not set(asset.sources) & set(assets[source].sources):
                yield node, source


def _neighbours(count: int, pairs: tuple["array[int]", "array[int]"]) -> Neighbours:
    """Group the second of each pair by the first, by counting."""
    firsts, seconds = pairs
    sizes = array("i", bytes(4 * (count + 1)))
    for node in firsts:
        sizes[node + 1] += 1
    begins = array("i", accumulate(sizes))
    free = begins[:]
    nodes = array("i", bytes(4 * len(seconds)))
    for first, second in zip(firsts, seconds, strict=True):
        nodes[free[first]] = second
        free[first] += 1
    return Neighbours(begins, nodes)


def _turned(count: int, downs: Neighbours) -> Neighbours:
    """The same edges, seen from their other end."""
    firsts = array("i", bytes(4 * len(downs.nodes)))
    for node in range(count):
        for at in range(downs.begins[node], downs.begins[node + 1]):
            firsts[at] = node
    return _neighbours(count, (downs.nodes, firsts))
