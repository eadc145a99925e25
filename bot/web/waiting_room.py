"""How much may wait to be stored at once: beyond it senders are asked to come back, and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Requests, and bytes of their bodies, that wait for one database.
MOST_REQUESTS: Final = 1_000
MOST_BYTES: Final = 64 * 1024 * 1024


class RoomFull(Exception):
    """Too much waits already."""


class WaitingRoom:
    """Counts who waits."""

    def __init__(self, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES) -> None:
        self._most_requests = most_requests
        self._most_bytes = most_bytes
        self._bytes = 0
        self._requests = 0

    @contextmanager
    def place_for(self, size: int) -> Iterator[None]:
        """Wait in here. Raises RoomFull."""
        if self._requests >= self._most_requests or self._bytes + size > self._most_bytes:
            raise RoomFull
        self._requests += 1
        self._bytes += size
        try:
            yield
        finally:
            self._requests -= 1
            self._bytes -= size
