"""Add many rows at once, as each database takes them quickest.

PostgreSQL gets one statement with an array for each column: row by row, or as one list of values, most of
the time would go into the statement. SQLite is quickest row by row.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, Row, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Base


async def add_rows(
    session: AsyncSession, kind: type[Base], rows: Sequence[Mapping[str, Any]], *returning: str
) -> Sequence[Row[Any]]:
    """Insert rows of different keys, or bring those that are there up to date; gives columns of them back."""
    if not rows:
        return []
    table = cast("Table", kind.__table__)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    adding: Any = _from_arrays(table, rows) if is_postgresql else sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {name: adding.excluded[name] for name in rows[0] if name not in keys}
    if not rest:
        adding = adding.on_conflict_do_nothing()
    elif keys[0] in rows[0]:
        adding = adding.on_conflict_do_update(index_elements=keys, set_=rest)
    if returning:
        adding = adding.returning(*(table.c[name] for name in returning))
    added = await session.execute(adding, None if is_postgresql else rows)
    return added.all() if returning else []


def _from_arrays(table: Table, rows: Sequence[Mapping[str, Any]]) -> Any:
    names = list(rows[0])
    arrays = [_array(table.c[name], [row[name] for row in rows]) for name in names]
    given = func.unnest(*arrays).table_valued(*names).render_derived()
    return postgresql.insert(table).from_select(names, select(*(given.c[name] for name in names)))


def _array(column: Column[Any], values: list[Any]) -> Any:
    """One dimension: what is a list in a column of JSON stays one value."""
    return bindparam(None, values, type_=postgresql.ARRAY(column.type, dimensions=1))
