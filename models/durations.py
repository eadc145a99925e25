"""Lengths of time as a team writes them: `30m`, `4h`, `2d`, and working days, `1wd`."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

ACCEPTED: Final = "a whole number and a unit: 3s, 30m, 4h, 2d, or 1wd for a working day"

_UNITS: Final = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_NAMES: Final = {"d": "day", "h": "hour", "m": "minute", "s": "second"}
#: How people write the units out.
_WORDS: Final = r"wd|working\s+days?|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?"
# Five digits keep every sum inside the calendar: 99999d is 273 years.
_WRITTEN: Final = re.compile(rf"(?P<count>[0-9]{{1,5}})\s*(?P<unit>{_WORDS})(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """Either an amount of time, or a number of working days, whose length depends on the calendar."""

    #: set when the span is plain time
    time: timedelta | None = None
    #: set when the span counts working days
    working_days: int | None = None

    def __post_init__(self) -> None:
        if (self.time is None) == (self.working_days is None):
            raise ValueError("a span is either an amount of time or a number of working days")
        if self.time is not None and (self.time < timedelta(seconds=1) or self.time.microseconds):
            raise ValueError("a span lasts one second or more, in whole seconds")
        if self.working_days is not None and self.working_days < 1:
            raise ValueError("a span counts one working day or more")

    def __str__(self) -> str:
        """Write the span as `parse_span` reads it, in the largest unit that fits."""
        if self.time is None:
            return f"{self.working_days}wd"
        count, unit = _largest_unit(self.time)
        return f"{count}{unit}"

    @property
    def words(self) -> str:
        """Say the span in words: `30 minutes`, `1 working day`."""
        if self.time is None:
            return _counted(self.working_days or 0, "working day")
        count, unit = _largest_unit(self.time)
        return _counted(count, _NAMES[unit])


def parse_span(text: str) -> Span:
    """Read `3s`, `30m`, `4 hours`, `2d` or `1wd`. Raises ValueError, which says what is accepted."""
    span, more = leading_span(text.strip())
    if span is None or more:
        raise ValueError(f"“{text}” is not a duration; write {ACCEPTED}")
    return span


def leading_span(text: str) -> tuple[Span | None, str]:
    """The span that a text begins with, and what follows: `30 minutes the vendor is slow`."""
    written = _WRITTEN.match(text)
    if written is None or int(written["count"]) == 0:
        return None, text
    count, unit = int(written["count"]), written["unit"].lower()
    span = Span(working_days=count) if unit.startswith("w") else Span(time=count * _UNITS[unit[0]])
    return span, text[written.end() :].strip()


def _largest_unit(time: timedelta) -> tuple[int, str]:
    unit = next(unit for unit, length in _UNITS.items() if time % length == timedelta(0))
    return time // _UNITS[unit], unit


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
