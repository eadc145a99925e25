"""What could not be seen to when it was due is laid aside for a while, in this process; then tried again.

Nothing of that is kept in the database: the row may be what it refuses, and some times are people's own.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Final

from models.base import Base

#: What failed is tried again after so long.
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)


def _count_nothing(_table: str) -> None:
    """Nobody wants to know."""


class LaidAside:
    """The rows that are left alone, and until when. `count` hears the table of each that failed."""

    def __init__(self, count: Callable[[str], None] = _count_nothing) -> None:
        self._count = count
        self._until: dict[type[Base], dict[Hashable, datetime]] = {}

    def lay(self, kind: type[Base], key: Hashable, now: datetime) -> None:
        """This one has failed: leave it alone for a while."""
        self._until.setdefault(kind, {})[key] = now + TRY_AGAIN_AFTER
        self._count(kind.__tablename__)

    def keys(self, kind: type[Base], now: datetime) -> list[Hashable]:
        """Those of a kind that are still to be left alone; the others are forgotten."""
        left = {each: until for each, until in self._until.pop(kind, {}).items() if until > now}
        if left:
            self._until[kind] = left
        return list(left)
