"""The lineage in memory: what is downstream and upstream of what, in arrays, so that a walk takes no time."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.assets.origins import find_origins
from bot.assets.views import AssetView, Origin, Reached
from models.asset_names import digest_of, fold


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Of each node the nodes beside it: those of node `n` lie from `begins[n]` to `begins[n + 1]`."""

    begins: "array[int]"
    nodes: "array[int]"

    def of(self, node: int) -> "array[int]":
        """The nodes beside one."""
        return self.nodes[self.begins[node] : self.begins[node + 1]]


@dataclass(frozen=True, slots=True)
class Names:
    """Digests of folded names, ascending, and for each the node, and whether it says which thing is meant."""

    digests: "array[int]"
    nodes: "array[int]"
    are_whole: "array[int]"

    def find(self, digest: int) -> Iterator[tuple[int, bool]]:
        """The nodes of that name."""
        at = bisect_left(self.digests, digest)
        while at < len(self.digests) and self.digests[at] == digest:
            yield self.nodes[at], bool(self.are_whole[at])
            at += 1


class Chart:
    """All assets and edges at one moment. It never changes; a node is an asset's rank by key.

    What is retired is still known by its id and its names, but nothing leads through it.
    """

    __slots__ = ("_downs", "_names", "_node_of", "_ups", "assets", "version")

    def __init__(
        self, version: str, assets: Sequence[AssetView], downs: Neighbours, ups: Neighbours, names: Names
    ) -> None:
        self.version = version
        #: All, by key.
        self.assets = assets
        self._node_of = {asset.id: node for node, asset in enumerate(assets)}
        self._downs, self._ups, self._names = downs, ups, names

    def asset(self, asset_id: int) -> AssetView | None:
        """The asset of that id, also when it is retired."""
        node = self._node_of.get(asset_id)
        return None if node is None else self.assets[node]

    def find(self, name: str) -> AssetView | None:
        """The one asset that is meant by a name; none where nothing, or more than one thing, is called so."""
        named = self.named(name)
        return named[0] if len(named) == 1 else None

    def named(self, name: str) -> Sequence[AssetView]:
        """The assets that a name may mean, by key: what it names wholly comes before what is called so.

        A retired one counts only where nothing else has the name.
        """
        folded = fold(name)
        found = dict(sorted(self._names.find(digest_of(folded))))
        keyed = [node for node in found if fold(self.assets[node].key) == folded]
        exact = [node for node in keyed if self.assets[node].key == name.strip()]
        for nodes in (exact, keyed, [node for node, is_whole in found.items() if is_whole], list(found)):
            if living := [self.assets[node] for node in nodes if not self.assets[node].is_retired]:
                return living
        return [self.assets[node] for node in keyed or found]

    def downstream(self, asset_id: int) -> Sequence[Reached]:
        """Everything that an asset feeds, nearest first, then by key; the asset itself never."""
        return self._walk(asset_id, self._downs)

    def upstream(self, asset_id: int) -> Sequence[Reached]:
        """Everything that feeds an asset, nearest first, then by key; the asset itself never."""
        return self._walk(asset_id, self._ups)

    def feeds(self, asset_id: int) -> Sequence[AssetView]:
        """What an asset feeds directly."""
        return self._beside(asset_id, self._downs)

    def fed_by(self, asset_id: int) -> Sequence[AssetView]:
        """What feeds an asset directly."""
        return self._beside(asset_id, self._ups)

    def most_upstream(self, failing_ids: Iterable[int]) -> Sequence[Origin]:
        """Of failing assets those with no failing ancestor, each with the ways to what it explains."""
        failing = sorted({self._node_of[each] for each in failing_ids if each in self._node_of})
        return [
            Origin(
                asset=self.assets[origin],
                paths=tuple(tuple(self.assets[node] for node in path) for path in paths),
            )
            for origin, paths in find_origins(failing, self._downs.of)
        ]

    def _beside(self, asset_id: int, neighbours: Neighbours) -> Sequence[AssetView]:
        node = self._node_of.get(asset_id)
        return [] if node is None else [self.assets[each] for each in sorted(neighbours.of(node))]

    def _walk(self, asset_id: int, neighbours: Neighbours) -> Sequence[Reached]:
        """Level by level. Within one, nodes ascend, so that the way to each is the first by key."""
        start = self._node_of.get(asset_id)
        if start is None:
            return []
        assets, begins, nodes = self.assets, neighbours.begins, neighbours.nodes
        seen = bytearray(len(assets))
        seen[start] = 1
        found: list[Reached] = []
        level, depth = [start], 0
        while level:
            depth += 1
            via: dict[int, int] = {}
            for node in level:
                for each in nodes[begins[node] : begins[node + 1]]:
                    if not seen[each]:
                        seen[each], via[each] = 1, node
            level = sorted(via)
            found += [Reached(assets[node], depth, assets[via[node]]) for node in level]
        return found
