"""Walks over what feeds what: how deep each is, what lies between, and which arrows say nothing new."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

Arrow: TypeAlias = tuple[str, str]


def next_of(arrows: Iterable[Arrow]) -> dict[str, dict[str, None]]:
    """What each feeds, in order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for start, end in arrows:
        found[start][end] = None
    return found


def layers(keys: Sequence[str], arrows: Collection[Arrow]) -> dict[str, int]:
    """How many steps each lies right of the leftmost: an arrow leads to a later layer, but in a circle."""
    after, left = next_of(arrows), dict.fromkeys(keys, 0)
    for _, end in arrows:
        left[end] += 1
    found = dict.fromkeys(keys, 0)
    ready = deque(key for key in keys if not left[key])
    waiting = dict.fromkeys(key for key in keys if left[key])
    while ready or waiting:
        if not ready:
            ready.append(_way_in(waiting, arrows))
        key = ready.popleft()
        waiting.pop(key, None)
        for end in after.get(key, ()):
            if end in waiting:
                found[end] = max(found[end], found[key] + 1)
                left[end] -= 1
                if not left[end]:
                    ready.append(end)
                    del waiting[end]
    return found


def _way_in(waiting: Mapping[str, None], arrows: Collection[Arrow]) -> str:
    """Only circles are left, and what they feed: one that nothing else feeds is entered somewhere."""
    inside = [(start, end) for start, end in arrows if start in waiting and end in waiting]
    after, before = next_of(inside), next_of((end, start) for start, end in inside)
    key = next(iter(waiting))
    while further := fed_by(key, before) - fed_by(key, after):
        key = next(each for each in waiting if each in further)
    return key


def circles(keys: Sequence[str], arrows: Collection[Arrow]) -> dict[str, str]:
    """For each the first of those that it feeds and that feed it; itself where there are none."""
    after = next_of(arrows)
    fed = {key: fed_by(key, after) for key in keys}
    found: dict[str, str] = {}
    for key in keys:
        found[key] = next((found[other] for other in found if other in fed[key] and key in fed[other]), key)
    return found


def without_shortcuts(arrows: Collection[Arrow]) -> list[Arrow]:
    """Leave out what a longer way says as well: everything is still reached."""
    after = next_of(arrows)
    for start, end in sorted(arrows):
        del after[start][end]
        if end not in fed_by(start, after):
            after[start][end] = None
    return [(start, end) for start, ends in after.items() for end in ends]


def fed_by(start: str, after: Mapping[str, Mapping[str, None]]) -> set[str]:
    """All that it feeds, however far; itself only where a circle leads back to it."""
    seen: set[str] = set()
    ready = [start]
    while ready:
        new = after.get(ready.pop(), {}).keys() - seen
        seen |= new
        ready += new
    return seen
