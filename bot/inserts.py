"""Inserts that know what to do about rows that are there already, for both databases.

Each is built once: these are executed at every press, and building one costs more than executing it.
"""

from functools import cache
from types import ModuleType
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from models.base import Base


@cache
def insert_or_update(dialect: str, kind: type[Base], names: tuple[str, ...]) -> Any:
    """A row with these columns; one of the same key that is there is brought up to date."""
    table = _table(kind)
    adding = _of(dialect).insert(table)
    keys = [column.name for column in table.primary_key]
    if rest := {name: adding.excluded[name] for name in names if name not in keys}:
        return adding.on_conflict_do_update(index_elements=keys, set_=rest)
    return adding.on_conflict_do_nothing()


@cache
def insert_if_new(dialect: str, kind: type[Base], *returning: str) -> Any:
    """A row, unless one is there that it would repeat; gives these columns back of what was new."""
    table = _table(kind)
    adding = _of(dialect).insert(table).on_conflict_do_nothing()
    return adding.returning(*(table.c[name] for name in returning))


def _of(dialect: str) -> ModuleType:
    return postgresql if dialect == "postgresql" else sqlite


def _table(kind: type[Base]) -> Table:
    return cast("Table", kind.__table__)
