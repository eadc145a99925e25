"""Take in what a tool tells of assets and lineage, in short transactions: others write in between.

Killed at any point it leaves nothing half said that the next import does not put right: each transaction
holds whole claims, and what is told again unchanged costs nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar, cast

from sqlalchemy import Table, select, true

from bot.assets.end_claims import end_claims
from bot.assets.facts import Claim, facts_of, is_key, source_of
from bot.assets.resolve_names import resolve_names
from bot.assets.told import Told, ToldAsset
from bot.assets.write_claims import write_claims
from bot.assets.write_edges import Edge, write_edges
from bot.assets.write_runs import write_runs
from bot.database import in_parts
from bot.uow import Store
from models.asset import AssetClaim, LineageEdge

Thing = TypeVar("Thing")

#: Assets and edges in one transaction: each takes a fraction of a second.
_ASSETS_AT_ONCE: Final = 500
_EDGES_AT_ONCE: Final = 5_000

_CLAIMS: Final = cast("Table", AssetClaim.__table__).c
_EDGES: Final = cast("Table", LineageEdge.__table__).c

#: Called as the work goes on: how much is done, of how much.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Taken:
    """What an import came to; keys of assets, in the order in which they were told."""

    source: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    #: Were retired, or at least no longer named by this source, and are named again.
    returned: list[str] = field(default_factory=list)
    unchanged: int = 0
    new_edges: int = 0
    vanished_edges: int = 0
    #: Not taken, for an end of them was not known.
    lost_edges: int = 0
    #: Assets of which a later run is known now.
    runs: int = 0
    #: What could not be taken, by name and reason.
    skipped: list[str] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """Whether all of it was known."""
        return not (
            self.new
            or self.changed
            or self.vanished
            or self.returned
            or self.new_edges
            or self.vanished_edges
            or self.runs
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """A claim as it stands in the database."""

    asset_id: int
    digest: str
    is_gone: bool


async def take_told(store: Store, told: Told, progress: Progress = lambda done, whole: None) -> Taken:
    """Write what differs from what is known; the lineage is another one afterwards if anything did."""
    told = replace(told, source=source_of(told.source))
    taken = Taken(told.source, skipped=list(told.skipped))
    claims = {claim.key: claim for claim in _claims(told, taken)}
    known = await _known_claims(store, told, claims.keys() | told.gone)
    leaving = _leaving(told, claims, known)
    changes = _sort_out(claims.values(), known, taken)
    whole = len(changes) + len(told.edges)
    done = 0
    for part in _parts(changes, _ASSETS_AT_ONCE):
        async with store.unit() as uow:
            made = set(await write_claims(uow, part, leaving=leaving))
        _count(part, known, made, taken)
        done += len(part)
        progress(done, whole)
    if leaving:
        for keys in _parts(sorted(leaving), _ASSETS_AT_ONCE):
            async with store.unit() as uow:
                await end_claims(uow, told.source, keys)
        taken.vanished = sorted(leaving)
    homes = await _homes(store, told, claims)
    await _take_edges(store, told, homes, taken, lambda edges: progress(done + edges, whole))
    await _take_runs(store, told, homes, taken)
    return taken


def _leaving(told: Told, claims: Collection[str], known: Mapping[str, _Known]) -> set[str]:
    """What the source names no more, or says is no more."""
    gone = known.keys() if told.complete else told.gone
    return {key for key in gone if key in known and not known[key].is_gone and key not in claims}


def _claims(told: Told, taken: Taken) -> Iterator[Claim]:
    """Each key once; what cannot be kept is skipped by name."""
    seen: set[str] = set()
    for asset in told.assets:
        if not is_key(asset.key):
            taken.skipped.append(f"{_shown(asset)}: its key is empty, too long or of several lines")
        elif asset.key in seen:
            taken.skipped.append(f"{asset.key}: named twice; the first counts")
        else:
            seen.add(asset.key)
            yield Claim(told.source, told.tool.value, asset.key, facts_of(asset))


def _shown(asset: ToldAsset) -> str:
    return (asset.key or asset.name or "an asset without a key")[:80]


async def _known_claims(store: Store, told: Told, keys: Collection[str]) -> dict[str, _Known]:
    """All of the source's where it tells of all, else those of the keys."""
    query = select(_CLAIMS.key, _CLAIMS.asset_id, _CLAIMS.digest, _CLAIMS.gone_at)
    query = query.where(_CLAIMS.source == told.source)
    wheres = (
        [true()]
        if told.complete
        else [_CLAIMS.key.in_(part) for part in in_parts(sorted(filter(is_key, keys)))]
    )
    known: dict[str, _Known] = {}
    async with store.reading() as session:
        for where in wheres:
            rows = await session.execute(query.where(where))
            known.update((row.key, _Known(row.asset_id, row.digest, row.gone_at is not None)) for row in rows)
    return known


def _sort_out(claims: Collection[Claim], known: Mapping[str, _Known], taken: Taken) -> list[Claim]:
    """What has to be written. Loose names are looked at each time: what they mean may have come since."""
    changes = []
    for claim in claims:
        before = known.get(claim.key)
        same = before is not None and not before.is_gone and before.digest == claim.digest
        taken.unchanged += same
        if not same or claim.is_loose:
            changes.append(claim)
    return changes


def _count(part: Sequence[Claim], known: Mapping[str, _Known], made: Collection[str], taken: Taken) -> None:
    for claim in part:
        before = known.get(claim.key)
        if before is None:
            (taken.new if claim.key in made else taken.changed).append(claim.key)
        elif before.is_gone:
            taken.returned.append(claim.key)
        elif before.digest != claim.digest:
            taken.changed.append(claim.key)


async def _homes(store: Store, told: Told, claims: Mapping[str, Claim]) -> dict[str, int]:
    """The asset behind each key and name that edges and runs use."""
    used = {end for edge in told.edges for end in (edge.upstream, edge.downstream)}
    used |= {run.key for run in told.runs} | told.complete_upstreams
    known = await _known_claims(store, told, used | claims.keys())
    homes = {key: each.asset_id for key, each in known.items() if not each.is_gone}
    async with store.reading() as session:
        return {**await resolve_names(session, used - homes.keys()), **homes}


async def _take_edges(
    store: Store, told: Told, homes: Mapping[str, int], taken: Taken, progress: Callable[[int], None]
) -> None:
    wanted: set[Edge] = set()
    for edge in told.edges:
        ends = homes.get(edge.upstream), homes.get(edge.downstream)
        if ends[0] is None or ends[1] is None:
            unknown = edge.upstream if ends[0] is None else edge.downstream
            taken.lost_edges += 1
            taken.skipped.append(f"{edge.upstream[:80]} → {edge.downstream[:80]}: {_unknown(unknown)}")
        elif ends[0] != ends[1]:
            wanted.add((ends[0], ends[1]))
    wholly = {homes[key] for key in told.complete_upstreams if key in homes}
    known = await _known_edges(store, told, wholly | {down for _, down in wanted})
    gone = [edge for edge in known - wanted if told.complete or edge[1] in wholly]
    new = sorted(wanted - known)
    for part in _parts(new, _EDGES_AT_ONCE):
        async with store.unit() as uow:
            await write_edges(uow, told.source, new=part, gone=())
        taken.new_edges += len(part)
        progress(taken.new_edges)
    for part in _parts(sorted(gone), _EDGES_AT_ONCE):
        async with store.unit() as uow:
            await write_edges(uow, told.source, new=(), gone=part)
        taken.vanished_edges += len(part)


async def _take_runs(store: Store, told: Told, homes: Mapping[str, int], taken: Taken) -> None:
    for part in _parts(told.runs, _EDGES_AT_ONCE):
        async with store.unit() as uow:
            taken.runs += await write_runs(uow, part, homes)
    unknown = dict.fromkeys(run.key for run in told.runs if run.key not in homes)
    taken.skipped += [f"run of {key[:80]}: {_unknown(key)}" for key in unknown]


def _unknown(name: str) -> str:
    return f"nothing is known as {name[:80]}, or more than one thing is"


async def _known_edges(store: Store, told: Told, downstream_ids: Collection[int]) -> set[Edge]:
    """All of the source's where it tells of all, else those that lead to these assets."""
    query = select(_EDGES.upstream_id, _EDGES.downstream_id).where(_EDGES.source == told.source)
    into = [_EDGES.downstream_id.in_(part) for part in in_parts(sorted(downstream_ids))]
    async with store.reading() as session:
        return {
            (row.upstream_id, row.downstream_id)
            for where in ([true()] if told.complete else into)
            for row in await session.execute(query.where(where))
        }


def _parts(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    for begin in range(0, len(things), size):
        yield things[begin : begin + size]
