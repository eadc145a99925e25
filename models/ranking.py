"""What matters most of all that is downstream: what people read and what leaves the house before tables."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

#: By what an asset is. What somebody reads, decides by or receives outweighs what only feeds it.
_BY_TYPE: Final[Mapping[str, float]] = {
    "export": 35.0,
    "dashboard": 30.0,
    "ml": 30.0,
    "application": 30.0,
    "notebook": 12.0,
    "analysis": 12.0,
    "stream": 6.0,
}

#: By how much its makers stand by it, as dbt's exposures say.
_BY_MATURITY: Final[Mapping[str, float]] = {"high": 15.0, "medium": 7.0}

#: Tags by which teams mark what must not break, whatever else they call it.
_MARKED: Final = frozenset(
    {"critical", "business_critical", "gold", "p0", "p1", "tier_0", "tier0", "tier_1", "tier1", "regulatory"}
)
_MARK: Final = 20.0

#: By how soon somebody needs it.
_BY_DEADLINE: Final = ((timedelta(hours=2), 25.0), (timedelta(hours=8), 15.0), (timedelta(days=1), 8.0))

_EACH_STEP: Final = 3.0
_MOST_STEPS: Final = 5
_MOST_IMPORTANCE: Final = 10
_BY_IMPORTANCE: Final = 4.0
_BY_CONSUMERS: Final = 4.0
_MOST_FOR_CONSUMERS: Final = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the ranking looks at of one affected asset."""

    key: str
    #: `dashboard`, `ml`, `export`, `table` …
    type: str
    #: Steps below the nearest thing that fails.
    depth: int
    importance: int = 0
    tags: tuple[str, ...] = ()
    maturity: str | None = None
    #: Until somebody needs it; none: no time is known.
    due_in: timedelta | None = None
    #: What reads straight from it.
    consumer_count: int = 0

    @property
    def weight(self) -> float:
        """How much it matters, in points that only compare."""
        return (
            _BY_TYPE.get(self.type, 0.0)
            + _BY_MATURITY.get((self.maturity or "").casefold(), 0.0)
            + _BY_IMPORTANCE * min(max(self.importance, 0), _MOST_IMPORTANCE)
            + (_MARK if self._is_marked else 0.0)
            + self._for_deadline
            + min(_BY_CONSUMERS * math.log2(1 + max(self.consumer_count, 0)), _MOST_FOR_CONSUMERS)
            - _EACH_STEP * min(max(self.depth, 0), _MOST_STEPS)
        )

    @property
    def _is_marked(self) -> bool:
        return any(tag.strip().casefold().replace("-", "_").replace(" ", "_") in _MARKED for tag in self.tags)

    @property
    def _for_deadline(self) -> float:
        if self.due_in is None:
            return 0.0
        return next((points for within, points in _BY_DEADLINE if self.due_in <= within), 0.0)


_Thing = TypeVar("_Thing")


def ranked(things: Iterable[tuple[Weighed, _Thing]]) -> list[_Thing]:
    """The weightiest first; of equals the nearest, then by name, so that the order is always the same."""
    ordered = sorted(things, key=lambda each: (-each[0].weight, each[0].depth, each[0].key))
    return [thing for _, thing in ordered]
