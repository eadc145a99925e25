"""A figure: what was measured, what came out, what is promised, and how it was done."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str
    #: None: measured beside the others for comparison, and nothing is promised.
    goal: float | None = None
    how: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the promise holds; none where nothing is promised."""
        return None if self.goal is None else self.value <= self.goal


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """How far the repeats lie apart, in words."""
    return f"{min(values):.{digits}f}-{max(values):.{digits}f}"
