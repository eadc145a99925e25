"""Keep which edges a source tells, and drop those that it tells no more."""

from collections.abc import Collection
from typing import Final, cast

from sqlalchemy import Table, delete, tuple_

from bot.assets.add_rows import add_rows
from bot.assets.version import mark_changed
from bot.database import in_parts
from bot.uow import UnitOfWork
from models.asset import LineageEdge

_EDGES: Final = cast("Table", LineageEdge.__table__)

#: Upstream and downstream, by the ids of the assets.
Edge = tuple[int, int]


async def write_edges(uow: UnitOfWork, source: str, *, new: Collection[Edge], gone: Collection[Edge]) -> None:
    """Add and drop edges of one source."""
    await mark_changed(uow)
    rows = [{"source": source, "upstream_id": up, "downstream_id": down} for up, down in new]
    await add_rows(uow.session, LineageEdge, rows)
    pair = tuple_(_EDGES.c.upstream_id, _EDGES.c.downstream_id)
    for part in in_parts(sorted(gone)):
        await uow.session.execute(delete(_EDGES).where(_EDGES.c.source == source, pair.in_(part)))
