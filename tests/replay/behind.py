"""A look at a database behind the program's back: whether anything was changed, and what its tables hold."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg

from models.tables import Base

Rows = Sequence[tuple[Any, ...]]

#: Of every table how many rows there are, and which transaction wrote the newest of them.
_COUNTED = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}" for name in sorted(Base.metadata.tables)
)


class Behind:
    """A connection of its own."""

    def __init__(self, url: str) -> None:
        self._file = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        self._server = None if self._file else psycopg.connect(url, autocommit=True)

    def version(self) -> object:
        """Another one after each change that others have committed, and after nothing else."""
        return self._all("PRAGMA data_version" if self._file else _COUNTED)

    def rows(self, table: str) -> Rows:
        """All that a table holds, in the order of its ids."""
        return self._all(f"SELECT * FROM {table} ORDER BY id")

    def close(self) -> None:
        for each in (self._file, self._server):
            if each is not None:
                each.close()

    def _all(self, asked: str) -> Rows:
        if self._file is not None:
            return self._file.execute(asked).fetchall()
        assert self._server is not None
        return self._server.execute(asked.encode()).fetchall()
