"""What was sent to the app, attempt by attempt, for tests and the test desk to read."""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sandbox.delivery.envelope import Envelope

#: Older attempts are forgotten, so that a long load run does not eat the memory.
KEPT = 50_000


@dataclass
class Attempt:
    """One attempt: `acked` stays None until the app answered."""

    n: int
    kind: str
    id: str
    type: str
    attempt: int
    sent: float
    transport: str
    acked: float | None = None
    ack: Any = None
    failed: str | None = None


class DeliveryLog:
    """All attempts, oldest first."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._attempts: deque[Attempt] = deque(maxlen=KEPT)
        self._count = 0

    def start(self, envelope: Envelope, transport: str) -> Attempt:
        """Note that an attempt begins."""
        self._count += 1
        attempt = Attempt(
            n=self._count,
            kind=envelope.kind.value,
            id=envelope.id,
            type=envelope.type,
            attempt=envelope.attempt,
            sent=self._now(),
            transport=transport,
        )
        self._attempts.append(attempt)
        return attempt

    def acknowledge(self, attempt: Attempt, payload: Any) -> None:
        """Note the app's answer."""
        attempt.acked, attempt.ack = self._now(), payload

    def since(self, n: int = 0) -> list[Attempt]:
        """List the attempts after number `n`."""
        fresh = max(min(self._count - n, len(self._attempts)), 0)
        newest_first = islice(reversed(self._attempts), fresh)
        return list(newest_first)[::-1]

    def rows(self, n: int = 0) -> list[dict[str, Any]]:
        """List them as plain dicts."""
        return [asdict(attempt) for attempt in self.since(n)]
