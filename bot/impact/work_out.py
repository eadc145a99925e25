"""Work out what is affected: all that is downstream of what fails, but for what people call fine. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from bot.assets.chart import Chart
from bot.assets.link import link
from bot.assets.views import AssetView, Origin
from bot.impact.read_said import Said
from models.deadline import deadlines_in
from models.ranking import Weighed, ranked


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Somebody needs it by then."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One affected asset, or the name of one that lineage does not know."""

    name: str
    asset: AssetView | None = None
    #: Steps below the nearest thing that fails; none: people say so, and lineage knows no way.
    depth: int | None = None
    due: Due | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """What names it in a notice, whatever it is called later."""
        return self.asset.key if self.asset else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What fails, most upstream first, and what that affects, the weightiest first."""

    origins: Sequence[Origin] = ()
    #: Said to fail, and unknown to lineage.
    unknown: Sequence[str] = ()
    affected: Sequence[Affected] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.origins or self.affected)


class _Step(NamedTuple):
    """An asset on the way down."""

    asset: AssetView
    depth: int
    consumer_count: int


def work_out(chart: Chart, said: Said, now: datetime, zone: tzinfo = UTC) -> Impact:
    """What all that is said comes to by this lineage."""
    spared, failing = _spared(chart, said), _failing(chart, said)
    added = {name: asset for name, asset in _known(chart, said.affected).items() if asset.id not in failing}
    starts = [*failing.values(), *(asset for asset in added.values() if asset.id not in spared)]
    notes = {asset.id: said.affected[name] for name, asset in added.items()}
    steps = [each for each in _walk(chart, starts, spared) if each.asset.id not in failing]
    unnamed = [name for name in said.affected if name not in added]
    return Impact(
        origins=find_origins(chart, said),
        unknown=_unknown(chart, said, failing),
        affected=(*_ranked(steps, notes, now, zone), *_strangers(chart, said, unnamed, failing)),
    )


def find_origins(chart: Chart, said: Said) -> tuple[Origin, ...]:
    """What fails by itself, in the order in which it was said: the incident's own asset first."""
    place = {asset_id: place for place, asset_id in enumerate(_failing(chart, said))}
    return tuple(sorted(chart.most_upstream(place), key=lambda origin: place[origin.asset.id]))


def known_asset(chart: Chart, name: str) -> AssetView | None:
    """The living asset that is meant by a name."""
    return link(chart, name)


def _known(chart: Chart, names: Collection[str]) -> dict[str, AssetView]:
    return {name: asset for name in names if (asset := known_asset(chart, name)) is not None}


def _spared(chart: Chart, said: Said) -> set[int]:
    return {asset.id for asset in _known(chart, said.spared).values()}


def _failing(chart: Chart, said: Said) -> dict[int, AssetView]:
    spared = _spared(chart, said)
    return {asset.id: asset for asset in _known(chart, said.failing).values() if asset.id not in spared}


def _unknown(chart: Chart, said: Said, failing: Mapping[int, AssetView]) -> tuple[str, ...]:
    """Names that mean nothing here; a list of several that was taken apart is no name itself."""
    spared = set(said.spared)
    lost = [name for name in said.failing if name not in spared and known_asset(chart, name) is None]
    whole = [name for name in lost if "," not in name]
    return tuple(whole or ([] if failing else lost))


def _strangers(
    chart: Chart, said: Said, names: Sequence[str], failing: Mapping[int, AssetView]
) -> Iterator[Affected]:
    """What people add and lineage does not know."""
    for name in names:
        asset = known_asset(chart, name)
        if asset is None or asset.id not in failing:
            yield Affected(name=name, note=said.affected[name])


def _walk(chart: Chart, starts: Sequence[AssetView], closed: Collection[int]) -> Iterator[_Step]:
    """From all starts at once, level by level; nothing leads through what is closed."""
    seen = {asset.id for asset in starts} | set(closed)
    level, depth = list(starts), 0
    while level:
        reached: list[AssetView] = []
        for asset in level:
            fed = chart.feeds(asset.id)
            yield _Step(asset, depth, len(fed))
            for each in fed:
                if each.id not in seen:
                    seen.add(each.id)
                    reached.append(each)
        level, depth = reached, depth + 1


def _ranked(
    steps: Sequence[_Step], notes: Mapping[int, str], now: datetime, zone: tzinfo
) -> Iterator[Affected]:
    weighed = []
    for step in steps:
        due = due_of(step.asset, now, zone)
        affected = Affected(
            name=step.asset.name,
            asset=step.asset,
            depth=step.depth or None,
            due=due,
            note=notes.get(step.asset.id, ""),
        )
        weighed.append((_weigh(step, due, now), affected))
    yield from ranked(weighed)


def _weigh(step: _Step, due: Due | None, now: datetime) -> Weighed:
    asset = step.asset
    maturity = asset.meta.get("maturity")
    return Weighed(
        key=asset.key,
        type=asset.type,
        depth=step.depth,
        importance=asset.importance,
        tags=asset.tags,
        maturity=maturity if isinstance(maturity, str) else None,
        due_in=due.at - now if due else None,
        consumer_count=step.consumer_count,
    )


def due_of(asset: AssetView, now: datetime, zone: tzinfo) -> Due | None:
    """The next time by which somebody needs it."""
    if not asset.meta:
        return None
    times = [
        Due(what=each.what or asset.name, at=each.next_after(now, zone)) for each in deadlines_in(asset.meta)
    ]
    return min(times, key=lambda due: due.at, default=None)
