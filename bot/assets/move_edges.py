"""What turns out to be another asset takes its edges along."""

from typing import Final, cast

from sqlalchemy import Table, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.asset import LineageEdge

_EDGES: Final = cast("Table", LineageEdge.__table__)


async def move_edges(session: AsyncSession, from_id: int, to_id: int) -> None:
    """Let all edges of one asset be those of another, each once."""
    of_it = or_(_EDGES.c.upstream_id == from_id, _EDGES.c.downstream_id == from_id)
    there = or_(_EDGES.c.upstream_id == to_id, _EDGES.c.downstream_id == to_id)
    end = {from_id: to_id}
    moved = {
        (row.source, end.get(row.upstream_id, row.upstream_id), end.get(row.downstream_id, row.downstream_id))
        for row in await session.execute(select(_EDGES).where(of_it))
    }
    known = {tuple(row) for row in await session.execute(select(_EDGES).where(there))}
    await session.execute(delete(_EDGES).where(of_it))
    names = ("source", "upstream_id", "downstream_id")
    rows = [dict(zip(names, edge, strict=True)) for edge in sorted(moved - known) if edge[1] != edge[2]]
    if rows:
        await session.execute(insert(_EDGES), rows)
