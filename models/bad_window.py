"""From when to when data was bad, as people type it: `from 2026-11-18 to 2026-11-20`, `since batch 41`. Pure.

An edge is a time or a partition in plain words; only what is a time can be compared. Of a time the words are
its own, whatever was typed: `yesterday` means nothing to whoever reads the register in a year.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.backdate import read_past
from models.until import WEEKDAYS

#: As much as the columns hold.
LONGEST_EDGE: Final = 200

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FROM_TO: Final = re.compile(
    r"(?P<what>.*?)\s*\b(?:from|since)\s+(?P<first>.+?)(?:\s+(?:to|until|till)\s+(?P<last>.+?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_DAYS_AGO: Final = {"today": 0, "yesterday": 1}
_NAMED_DAY: Final = re.compile(
    rf"(?P<last>last\s+)?(?P<name>{'|'.join((*_DAYS_AGO, *WEEKDAYS))})", re.IGNORECASE
)

#: `orders yesterday`: bad on that day alone.
_ONE_DAY: Final = re.compile(
    rf"(?P<what>.+?)\s+(?P<one>{_DAY.pattern}|{_NAMED_DAY.pattern})", re.IGNORECASE | re.DOTALL
)

#: What people write for an end that has not come.
_STILL: Final = frozenset({"now", "still", "today", "open", "ongoing"})


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or the last that is bad."""

    words: str
    #: Where the words are a time; of a day its begin on the clock of whoever wrote it.
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BadWindow:
    """From the first bad to the last bad, both bad themselves; without a last one it goes on."""

    first: Edge
    last: Edge | None = None

    @property
    def words(self) -> str:
        """`from 2026-11-18 to 2026-11-20`, `since batch 41`."""
        return window_words(self.first.words, self.last.words if self.last else None)


def window_words(first: str, last: str | None) -> str:
    """The same of mere words, as every card and text says it."""
    if last is None:
        return f"since {first}"
    return f"only {first}" if first == last else f"from {first} to {last}"


def split_window(text: str) -> tuple[str, str, str] | None:
    """What, from when, to when: `marts.orders from 2026-11-18 to 2026-11-20`; the last may be empty."""
    if told := _FROM_TO.fullmatch(text.strip()):
        return told["what"].strip(), told["first"], told["last"] or ""
    told = _ONE_DAY.fullmatch(text.strip())
    return (told["what"], told["one"], told["one"]) if told else None


def read_window(first: str, last: str, now: datetime, zone: ZoneInfo) -> BadWindow:
    """Both edges on this zone's clock. Raises ValueError, which says what is wrong with them."""
    begin = read_edge(first, now, zone)
    if begin is None:
        raise ValueError("the first that is bad is missing; write a time or a partition")
    end = None if last.strip().lower() in _STILL else read_edge(last, now, zone)
    if begin.at is not None and begin.at > now:
        raise ValueError(f"“{begin.words}” is still to come; what is not there yet is not bad")
    if end is not None and begin.at is not None and end.at is not None and end.at < begin.at:
        raise ValueError(f"“{end.words}” lies before “{begin.words}”; write the first that is bad first")
    return BadWindow(begin, end)


def read_edge(words: str, now: datetime, zone: ZoneInfo) -> Edge | None:
    """A day, a time that is over, or any other words, which then name a partition; none of no words."""
    said = " ".join(words.split())[:LONGEST_EDGE].strip()
    if not said:
        return None
    day = said if _DAY.fullmatch(said) else _named_day(said, now.astimezone(zone).date())
    if day is not None:
        return Edge(day, _begin_of(day, zone))
    try:
        at = read_past(said, now, zone)
    except ValueError:
        return Edge(said)
    return Edge(f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", at)


def _named_day(said: str, today: date) -> str | None:
    """`today`, `yesterday`, `monday`, `last monday`: the last one that has begun, as a calendar has it."""
    told = _NAMED_DAY.fullmatch(said)
    if told is None:
        return None
    name = told["name"].lower()
    if name in _DAYS_AGO:
        return (today - timedelta(days=_DAYS_AGO[name])).isoformat()
    ago = (today.weekday() - WEEKDAYS.index(name)) % 7
    return (today - timedelta(days=7 if told["last"] and ago == 0 else ago)).isoformat()


def _begin_of(day: str, zone: ZoneInfo) -> datetime | None:
    """None of a day that no calendar has."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
