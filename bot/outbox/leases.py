"""Until when what is under way here is surely ours.

A replica that stood still (its machine slept, or was paused) may find on waking that another one has its
work. It must not send it then, whatever it was about to do; so each attempt asks here first. Counted by a
clock of this process, from before the database was asked: never longer than the lease in the row.
"""

import time
from collections.abc import Callable, Iterable

from bot.outbox.queue import LEASE_SECONDS


class Leases:
    """The leases of one process. Where it is alone with its database, nobody can take anything over."""

    def __init__(self, *, alone: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._alone = alone
        self._clock = clock
        self._since: dict[int, float] = {}
        self._renewed_at = 0.0

    def now(self) -> float:
        """To be asked before the database is."""
        return self._clock()

    def take(self, item_id: int, since: float) -> None:
        """This item was claimed."""
        self._since[item_id] = since

    def give_back(self, item_id: int) -> None:
        """It is under way no more."""
        self._since.pop(item_id, None)

    def are_to_be_renewed(self) -> bool:
        """Whether it is time to tell the others that we still work."""
        return bool(self._since) and self._clock() - self._renewed_at > LEASE_SECONDS / 3

    def renew(self, item_ids: Iterable[int], since: float) -> None:
        """These, and no others, were still ours."""
        self._renewed_at = since
        self._since |= {item_id: since for item_id in item_ids if item_id in self._since}

    def hold(self, item_id: int) -> bool:
        """Whether nobody else can have it yet."""
        return self._alone or self._clock() < self._since.get(item_id, float("-inf")) + LEASE_SECONDS
