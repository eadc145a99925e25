"""Time, passed in: what people live by. Leases are measured by `bot.outbox.queue.lease_clock`."""

from collections.abc import Callable
from datetime import UTC, datetime

#: Says what time it is for people: aware, UTC. Tests pass one that they can move.
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The real one."""
    return datetime.now(UTC)
