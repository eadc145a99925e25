"""New webhooks into PostgreSQL: one statement, which is its own transaction, and one answer."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import psycopg

from bot.database import with_driver
from bot.inbox.entering import Entering

_INSERT: Final = (
    "INSERT INTO inbox (key, kind, source, payload, received_at, attempts, free_at)"
    " SELECT key, kind, source, payload, %s, 0, 0"
    # Binary, for in text each quote of each body would have to be escaped.
    " FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[]) AS new (key, kind, source, payload)"
    " ON CONFLICT (key) DO NOTHING RETURNING key, id"
)

#: Seconds that the server may take; a connection that stays silent for longer is given up.
PATIENCE_SECONDS: Final = 10.0


class PostgresInsert:
    """Has a connection of its own, and makes another when it is lost."""

    def __init__(self, database_url: str) -> None:
        url = with_driver(database_url).set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def __call__(self, group: Sequence[Entering], now: datetime) -> dict[str, int]:
        """Commit them, and give the ids of those that are new by their key."""
        try:
            return await self._insert(group, now)
        except psycopg.OperationalError:
            # The server was started again, perhaps. Where it had committed, the keys are known by now.
            return await self._insert(group, now)

    async def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _insert(self, group: Sequence[Entering], now: datetime) -> dict[str, int]:
        columns = [list(column) for column in zip(*map(_columns, group), strict=True)]
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                if self._connection is None:
                    self._connection = await psycopg.AsyncConnection.connect(
                        self._address, autocommit=True, prepare_threshold=None
                    )
                added = await self._connection.execute(_INSERT, (now, *columns))
                return dict(await added.fetchall())
        except (psycopg.Error, OSError, TimeoutError):
            await self.close()
            raise


def _columns(entering: Entering) -> tuple[str, str, str | None, str]:
    return entering.key, entering.kind, entering.source, entering.payload
