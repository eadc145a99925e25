"""New webhooks into a SQLite file: a transaction of its own in one trip to the connection's thread.

A session makes four trips for the same, and each costs more than the rows.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.database import configure_sqlite
from bot.inbox.entering import Entering
from bot.sqlite_driver import OneTripConnection, connect

_INSERT: Final = (
    "INSERT INTO inbox (key, kind, source, payload, received_at, attempts, free_at)"
    " VALUES (?, ?, ?, ?, ?, 0, 0.0)"
)

#: Bringing the log home takes longer than the commit before it. Whoever decides what came in commits soon,
#: on another connection, and does it then: fewer times, and for many pages at once.
_LEAVE_CHECKPOINTS: Final = "PRAGMA wal_autocheckpoint=0"

#: As SQLAlchemy writes a time.
_TIME: Final = "%Y-%m-%d %H:%M:%S.%f"


class SqliteInsert:
    """Has a connection of its own; `turn` is the queue in which all who write to the file stand."""

    def __init__(self, path: str, turn: asyncio.Lock) -> None:
        self._path = path
        self._turn = turn
        self._connection: OneTripConnection | None = None

    async def __call__(self, group: Sequence[Entering], now: datetime) -> dict[str, int]:
        """Commit them all, and give their ids by key; nothing and none where one of them is known already."""
        connection = self._connection or await self._open()
        at = now.strftime(_TIME)
        rows = [(each.key, each.kind, each.source, each.payload, at) for each in group]
        async with self._turn:
            first = await connection.in_thread(_commit, connection.raw, rows)
        return {} if first is None else {each.key: first + place for place, each in enumerate(group)}

    async def _open(self) -> OneTripConnection:
        opened = connect(self._path, check_same_thread=False)
        await opened
        await opened.in_thread(configure_sqlite, opened.raw, None)
        await opened.in_thread(opened.raw.execute, _LEAVE_CHECKPOINTS)
        self._connection = opened
        return opened

    async def close(self) -> None:
        """Give the file back."""
        if self._connection is not None:
            await self._connection.close()


def _commit(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> int | None:
    """The id of the first; SQLite counts on from there, for nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany(_INSERT, rows)
        last: int = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
        connection.execute("COMMIT")
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK")
        return None
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return last - len(rows) + 1
