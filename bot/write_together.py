"""Rows of one kind that change alike are written by one statement, which costs more than its rows."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import func, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from models.base import Base
from models.ledger import LedgerEntry

_LAST_ENTRY: Final = select(func.max(LedgerEntry.id))


def write_alike(rows: Iterable[Base], names: Collection[str]) -> None:
    """Let the session write these columns of all of these rows, changed or not."""
    for row in rows:
        state = inspect(row)
        for name in names if state.persistent else ():
            if name in state.dict:  # else it was never told, since it was made a moment ago
                flag_modified(row, name)


async def number_entries(session: AsyncSession) -> None:
    """Number the ledger entries that wait to be written.

    SQLite would have to be asked for the number of each; PostgreSQL tells them all at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        return
    entries = [each for each in session.new if isinstance(each, LedgerEntry) and each.id is None]
    if len(entries) > 1:
        with session.no_autoflush:
            last = await session.scalar(_LAST_ENTRY) or 0
        for number, entry in enumerate(entries, last + 1):
            entry.id = number
