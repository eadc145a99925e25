"""Most upstream failing: of failing nodes those with no failing ancestor, and the ways to the others."""

from collections.abc import Callable, Iterable, Sequence

#: The nodes that a node feeds.
Feeds = Callable[[int], Iterable[int]]

Path = tuple[int, ...]


def find_origins(failing: Sequence[int], feeds: Feeds) -> list[tuple[int, list[Path]]]:
    """Each origin with the shortest ways from it to the failing nodes that it is nearest to.

    Failing nodes of one cycle have each other as ancestors; where nothing else explains them, the first
    one stands for the cycle.
    """
    below = _spread(failing, feeds, count_starts=False)
    origins = [node for node in failing if node not in below]
    explained = _spread(origins, feeds)
    left = [node for node in failing if node not in explained]
    while left:
        origins.append(_first_of_cycle(left, feeds))
        explained = _spread(origins, feeds)
        left = [node for node in left if node not in explained]
    paths: dict[int, list[Path]] = {origin: [] for origin in sorted(origins)}
    for node in failing:
        if node not in paths:
            way = _way(node, explained)
            paths[way[0]].append(way)
    return list(paths.items())


def _spread(starts: Sequence[int], feeds: Feeds, *, count_starts: bool = True) -> dict[int, int | None]:
    """All that is downstream of any start, nearest first, each with the node before it."""
    before: dict[int, int | None] = dict.fromkeys(starts) if count_starts else {}
    level = list(starts)
    while level:
        reached: dict[int, int | None] = {}
        for node in level:
            for each in feeds(node):
                if each not in before and each not in reached:
                    reached[each] = node
        before |= reached
        level = sorted(reached)
    return before


def _first_of_cycle(left: Sequence[int], feeds: Feeds) -> int:
    """A failing node all of whose failing ancestors are its descendants, too; each of `left` has some."""
    reach = {node: _spread([node], feeds).keys() for node in left}
    return next(node for node in left if all(other in reach[node] for other in left if node in reach[other]))


def _way(node: int, before: dict[int, int | None]) -> Path:
    way = [node]
    while (previous := before[way[-1]]) is not None:
        way.append(previous)
    return tuple(reversed(way))
