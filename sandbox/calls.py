"""The log of Web API calls, for tests that ask what the app did and when."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

#: How many calls are remembered; older ones are forgotten.
REMEMBERED = 200_000


@dataclass
class CallRecord:
    """One call: times in epoch seconds of the real clock; `effect` is the instant at which it took effect."""

    n: int
    method: str
    start: float
    args: dict[str, Any] = field(default_factory=dict)
    effect: float | None = None
    end: float | None = None
    ok: bool | None = None
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None


class CallLog:
    """Every call in the order in which they came; tokens are never kept."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._records: deque[CallRecord] = deque(maxlen=REMEMBERED)
        self._count = 0

    def __iter__(self) -> Iterator[CallRecord]:
        return iter(self._records)

    def __len__(self) -> int:
        return self._count

    def begin(self, method: str) -> CallRecord:
        """Note that a call has come."""
        self._count += 1
        record = CallRecord(self._count, method, self.clock())
        self._records.append(record)
        return record

    def since(self, number: int) -> list[dict[str, Any]]:
        """The calls after the given number, as dictionaries."""
        return [asdict(record) for record in self._records if record.n > number]
