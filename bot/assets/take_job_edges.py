"""Write what jobs lead from and to: each job's edges are its own word, told wholly each time."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.job_edges import SOURCE, JobPlace, source_of
from bot.assets.resolve_names import resolve_names
from bot.assets.write_edges import Edge, write_edges
from bot.database import in_parts
from bot.uow import Store
from models.asset import AssetClaim, LineageEdge

_CLAIMS: Final = cast("Table", AssetClaim.__table__).c
_EDGES: Final = cast("Table", LineageEdge.__table__).c


async def take_job_edges(store: Store, places: Sequence[JobPlace]) -> tuple[int, int]:
    """How many edges are new, and how many are no more."""
    told = {source_of(place.key): list(place.edges()) for place in places}
    ends = {end for edges in told.values() for edge in edges for end in (edge.upstream, edge.downstream)}
    async with store.reading() as session:
        homes = await _homes(session, ends)
        known = await _known(session, told.keys())
    added = dropped = 0
    changes: list[tuple[str, Collection[Edge], Collection[Edge]]] = []
    for source, edges in told.items():
        wanted = {
            (homes[edge.upstream], homes[edge.downstream])
            for edge in edges
            if edge.upstream in homes and edge.downstream in homes
        }
        wanted = {(up, down) for up, down in wanted if up != down}
        before = known.get(source, set())
        if wanted != before:
            changes.append((source, sorted(wanted - before), sorted(before - wanted)))
            added, dropped = added + len(wanted - before), dropped + len(before - wanted)
    if changes:
        async with store.unit() as uow:
            for source, new, gone in changes:
                await write_edges(uow, source, new=new, gone=gone)
    return added, dropped


async def _homes(session: AsyncSession, keys: Collection[str]) -> Mapping[str, int]:
    """The asset behind each key: by our own claims, else by whatever it is a name of."""
    homes: dict[str, int] = {}
    query = select(_CLAIMS.key, _CLAIMS.asset_id)
    query = query.where(_CLAIMS.source == SOURCE, _CLAIMS.gone_at.is_(None))
    for part in in_parts(sorted(keys)):
        homes.update(
            (row.key, row.asset_id) for row in await session.execute(query.where(_CLAIMS.key.in_(part)))
        )
    return {**await resolve_names(session, keys - homes.keys()), **homes}


async def _known(session: AsyncSession, sources: Collection[str]) -> dict[str, set[Edge]]:
    found: dict[str, set[Edge]] = {}
    query = select(_EDGES.source, _EDGES.upstream_id, _EDGES.downstream_id)
    for part in in_parts(sorted(sources)):
        for row in await session.execute(query.where(_EDGES.source.in_(part))):
            found.setdefault(row.source, set()).add((row.upstream_id, row.downstream_id))
    return found
