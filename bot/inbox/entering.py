"""Something on its way into the inbox, and what became of it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

#: The kinds of rows that are worked off in batches, by a `PayloadWorker` of their own: alerts, and lineage.
WEBHOOK: Final = "webhook"
LINEAGE: Final = "lineage"
IN_BATCHES: Final = frozenset({WEBHOOK, LINEAGE})

#: Where a row of lineage comes from: `/lineage/openlineage`, and `/assets/import` with its source behind it.
EVENTS: Final = "lineage"
IMPORT: Final = "assets"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of something that entered."""

    inbox_id: int
    #: False: a redelivery, which is recognised and acknowledged, and changes nothing.
    is_new: bool


@dataclass(slots=True)
class Entering:
    """What waits to be committed, and who waits for it."""

    key: str
    kind: str
    payload: str
    source: str | None
    anew_after: timedelta | None
    stored: "asyncio.Future[Received]"

    def as_row(self, now: datetime, free_at: float) -> dict[str, Any]:
        """What is inserted. A webhook belongs to whoever decides next, not to who received it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "source": self.source,
            "payload": self.payload,
            "received_at": now,
            "attempts": 0,
            "free_at": 0.0 if self.kind in IN_BATCHES else free_at,
        }
