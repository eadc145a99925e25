"""How long to wait before the next try: not at all, then doubling, spread, up to a longest."""

import random
from typing import Final

FIRST: Final = 0.2
LONGEST: Final = 10.0


class Pauses:
    """The pauses between tries that fail one after another."""

    def __init__(self, randomness: random.Random | None = None) -> None:
        self._random = randomness or random.Random()  # noqa: S311  # spreads tries, guards nothing
        self._failed = 0

    def succeeded(self) -> None:
        """It worked, and lasted: the next try may follow at once again."""
        self._failed = 0

    def next(self) -> float:
        """Seconds to wait before this try."""
        tries, self._failed = self._failed, self._failed + 1
        if not tries:
            return 0.0
        return min(FIRST * 2.0 ** (tries - 1), LONGEST) * self._random.uniform(0.75, 1.0)
