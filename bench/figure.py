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
    #: The goal is the least that will do, not the most.
    at_least: bool = False
    how: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the promise holds; none where nothing is promised."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


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
