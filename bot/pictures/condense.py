"""From a scene to boxes that can be read: beyond so many, what is alike becomes one box with its number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.pictures.layers import Arrow, circles, layers, without_shortcuts
from bot.pictures.scene import Condition, Scene, Thing, weightiest

#: More boxes than this cannot be read.
MOST: Final = 60

#: What is condensed is to be read at a glance: so many boxes, in so many columns.
MOST_GATHERED: Final = 36
MOST_COLUMNS: Final = 10

#: Arrows that lead back: groups make circles where there were none.
MOST_BACK: Final = 1

#: Of what keeps a box of its own when others are gathered.
MOST_FAILING: Final = 12
MOST_ENDS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One asset, or several that are alike."""

    key: str
    condition: Condition
    members: tuple[Thing, ...]

    @property
    def is_root(self) -> bool:
        """Whether it fails, and nothing that it reads from does."""
        return all(thing.is_root for thing in self.members)

    @property
    def thing(self) -> Thing | None:
        """The one that it stands for, if it is one."""
        return self.members[0] if len(self.members) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The boxes of a picture, and what feeds what."""

    scene: Scene
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def is_condensed(self) -> bool:
        """Whether some boxes stand for several."""
        return len(self.boxes) < len(self.scene.things)


def condense(scene: Scene, most: int = MOST) -> Plan:
    """One box for each, while they are few; else what matters by name, and the rest in groups.

    Whoever reads from what fails is still reached from it, through groups where need be.
    """
    if len(scene.things) <= most:
        return _plan(scene, {thing.key: thing.key for thing in scene.things})
    kept = _kept(scene)
    for alike in _grains(scene):
        where = {thing.key: thing.key if thing.key in kept else alike(thing) for thing in scene.things}
        if len(set(where.values())) <= 2 * MOST_GATHERED:
            where = _without_circles(scene, where, kept)
            if _can_be_read(scene, where):
                break
    return _plan(scene, where)


def _without_circles(scene: Scene, where: Mapping[str, str], kept: Collection[str]) -> dict[str, str]:
    """Groups that feed each other, though none of their members does, are one group."""
    condition = {where[thing.key]: thing.condition for thing in scene.things}
    first = circles(list(condition), _between(scene, where))
    return {
        key: group if group in kept else f"group:{condition[group]}/{first[group]}"
        for key, group in where.items()
    }


def _can_be_read(scene: Scene, where: Mapping[str, str]) -> bool:
    keys, arrows = list(dict.fromkeys(where.values())), _between(scene, where)
    depth = layers(keys, arrows)
    back = sum(depth[start] >= depth[end] for start, end in arrows)
    return len(keys) <= MOST_GATHERED and max(depth.values()) < MOST_COLUMNS and back <= MOST_BACK


def _between(scene: Scene, where: Mapping[str, str]) -> Collection[Arrow]:
    """What feeds what, once things are gathered so."""
    return dict.fromkeys(
        (where[start], where[end]) for start, end in scene.feeds if where[start] != where[end]
    )


def _grains(scene: Scene) -> Iterator[Callable[[Thing], str]]:
    """What counts as alike, the finest first; the last leaves one group for each condition."""
    depth = layers([thing.key for thing in scene.things], scene.feeds)
    deepest = max(depth.values())
    for width in (1, 2, 3, deepest + 1):
        yield partial(_alike, depth, width, lambda thing: f"{thing.kind}/{thing.place}")
    for width in (1, 2, 4, deepest + 1):
        yield partial(_alike, depth, width, lambda thing: thing.kind)
    yield partial(_alike, depth, deepest + 1, lambda _: "")


def _alike(depth: Mapping[str, int], width: int, sort: Callable[[Thing], str], thing: Thing) -> str:
    return f"group:{thing.condition}/{thing.is_root}/{depth[thing.key] // width}/{sort(thing)}"


def _kept(scene: Scene) -> set[str]:
    """What is named whatever happens: where it fails, and where people look."""
    failing = [each for each in scene.things if each.condition in {Condition.FAILING, Condition.CHOSEN}]
    first = [*weightiest(each for each in failing if each.is_root)]
    first += weightiest(each for each in failing if not each.is_root)
    ends = weightiest(each for each in scene.things if each.is_end and each.condition is Condition.AFFECTED)
    return {thing.key for thing in (*first[:MOST_FAILING], *ends[:MOST_ENDS])}


def _plan(scene: Scene, where: Mapping[str, str]) -> Plan:
    members: dict[str, list[Thing]] = defaultdict(list)
    for thing in scene.things:
        members[where[thing.key]].append(thing)
    boxes = tuple(
        Box(key=key, condition=things[0].condition, members=tuple(weightiest(things)))
        for key, things in members.items()
    )
    arrows = _between(scene, where)
    if len(boxes) < len(scene.things):
        arrows = without_shortcuts(arrows)
    return Plan(scene=scene, boxes=boxes, arrows=tuple(arrows))
