"""aiosqlite with at most one trip to its thread per statement, and none within a transaction that writes.

aiosqlite makes a trip for each of cursor, execute, fetchall and close, and each costs more than the
statement itself: two switches of thread and a turn of the event loop. SQLAlchemy always wants all rows at
once, so one trip can bring everything back. Within a transaction that writes not even that is needed: only
its begin has to wait where another process is writing, and only its end for the disk. Transactions and
durability are SQLite's, as before ([decision 20](../docs/decisions/0020-writing-on-the-loops-own-thread.md)).
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any, Final, Self

import aiosqlite

#: What aiosqlite reads at once when rows are iterated; ours are all here already.
_CHUNK: Final = 64

#: The words with which a transaction begins that only reads, and one that writes.
BEGIN_READING: Final = "BEGIN"
BEGIN_WRITING: Final = "BEGIN IMMEDIATE"

#: Milliseconds for which a transaction that writes waits for another process before it gives up.
PATIENCE: Final = 10_000

#: Rows that are written on the loop's own thread at most; more take long enough to be worth a trip.
FEW_ROWS: Final = 200


class OneTripCursor:
    """What SQLAlchemy needs of a cursor: everything is fetched when a statement is executed."""

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid = 0
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Nothing to do: the real cursor lives within one trip."""
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute, and bring all rows back."""
        return await self._trip("execute", operation, parameters)

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Execute for each of the parameters."""
        return await self._trip("executemany", operation, parameters)

    async def fetchone(self) -> Any:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next few rows."""
        count = size or self.arraysize
        rows, self._rows = self._rows[:count], self._rows[count:]
        return rows

    async def fetchall(self) -> list[Any]:
        """All rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def __aiter__(self) -> AsyncIterator[Any]:
        """Row by row."""
        while self._rows:
            yield self._rows.pop(0)

    async def close(self) -> None:
        """Nothing to do: the real cursor was closed in its trip."""

    async def _trip(self, how: str, operation: str, parameters: Sequence[Any]) -> Self:
        if operation == BEGIN_WRITING and self._connection.begins_at_once():
            await asyncio.sleep(0)
        elif operation == BEGIN_READING or (self._connection.is_writing and self._is_short(how, parameters)):
            self._run(how, operation, parameters)
            await asyncio.sleep(0)  # whoever else is ready to go on has a turn first
        else:
            await self._connection.in_thread(self._run, how, operation, parameters)
        if operation in {BEGIN_READING, BEGIN_WRITING}:
            self._connection.may_write = operation == BEGIN_WRITING
        return self

    @staticmethod
    def _is_short(how: str, parameters: Sequence[Any]) -> bool:
        return how == "execute" or len(parameters) <= FEW_ROWS

    def _run(self, how: str, operation: str, parameters: Sequence[Any]) -> None:
        """Execute, fetch all and close."""
        cursor = self._connection.raw.cursor()
        try:
            getattr(cursor, how)(operation, parameters)
            self.description = cursor.description
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid or 0
            self._rows = cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()


class OneTripConnection(aiosqlite.Connection):
    """A connection whose cursors make one trip or none; nor does its rollback where nothing was written."""

    #: Whether the last transaction was begun to write.
    may_write = False

    @property
    def raw(self) -> sqlite3.Connection:
        """SQLite's own connection."""
        return self._conn

    async def in_thread(self, function: Any, *args: Any) -> Any:
        """Call this in the thread of the connection."""
        return await self._execute(function, *args)  # type: ignore[no-untyped-call]  # aiosqlite's own way

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is under way that nobody and nothing can hold up before its end."""
        return self.may_write and self._conn.in_transaction

    def begins_at_once(self) -> bool:
        """Begin to write, unless another process is writing: to wait for that is the thread's business."""
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            self._conn.execute(BEGIN_WRITING)
        except sqlite3.OperationalError:
            return False  # whatever it is, the thread meets it again, and says so
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={PATIENCE}")
        return True

    def cursor(self) -> OneTripCursor:  # type: ignore[override]  # SQLAlchemy asks for no more of it
        """Make a cursor."""
        return OneTripCursor(self)

    async def rollback(self) -> None:
        """Roll back; the pool asks for it after every commit, too, when there is nothing left of it."""
        if self.is_writing:
            await super().rollback()
        elif self._conn.in_transaction:
            self._conn.rollback()


def connect(path: str, **options: Any) -> OneTripConnection:
    """Open a file, for `create_async_engine(…, connect_args={"async_creator_fn": connect})`."""
    connection = OneTripConnection(partial(sqlite3.connect, path, **options), _CHUNK)
    connection._thread.daemon = True  # as SQLAlchemy does: a thread that is left must not hold up the end
    return connection
