"""When somebody needs what an asset shows, as noted beside it: `board pack 09:00`, `month end, Mon 12:30`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

_EVERY_DAY: Final = frozenset(range(7))
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE: Final = (
    r"(mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
)
_DAY: Final = re.compile(rf"\b{_ONE}\b(?:\s*(?:-|–|to)\s*{_ONE}\b)?", re.IGNORECASE)
_TIME: Final = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d:.])")

#: What one asset may bear; more of them is somebody's mistake.
_MOST: Final = 10
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time of day, on some days of the week, by which something must be right."""

    #: What it is needed for; empty where only a time was noted.
    what: str
    at: time
    #: Monday is 0.
    days: frozenset[int] = _EVERY_DAY
    #: By whose clocks; none: it is not noted.
    zone: tzinfo | None = None

    def next_after(self, now: datetime, usual: tzinfo = UTC) -> datetime:
        """The next time that it falls due, by its own clocks or else the usual ones."""
        zone = self.zone or usual
        local = now.astimezone(zone)
        coming = (local.date() + timedelta(days=ahead) for ahead in range(9))
        times = (datetime.combine(day, self.at, zone) for day in coming if day.weekday() in self.days)
        return next(due for due in (each.astimezone(UTC) for each in times) if due > now)


def deadlines_in(meta: Mapping[str, Any]) -> tuple[Deadline, ...]:
    """Those that an asset's own notes name, under `deadline` or in a list; what cannot be read is none."""
    noted: list[Any] = []
    for name in ("deadline", "deadlines"):
        value = meta.get(name)
        noted += value if isinstance(value, list) else [value]
    found = [_read(each) for each in noted[:_MOST]]
    return tuple(each for each in found if each is not None)


def _read(noted: Any) -> Deadline | None:
    """`board pack 09:00`, or `{name: board pack, at: "09:00", days: [mon, fri], zone: Europe/Berlin}`."""
    if isinstance(noted, str):
        return _in_words(noted)
    if not isinstance(noted, Mapping):
        return None
    what = next((str(noted[key]) for key in ("name", "what", "for") if noted.get(key)), "")
    days = noted.get("days") or noted.get("day") or ""
    named = ", ".join(map(str, days)) if isinstance(days, list) else str(days)
    found = _in_words(f"{named} {_clock(noted.get('at', noted.get('time')))}")
    if found is None:
        return None
    return Deadline(_tidy(what), found.at, found.days, _zone(noted.get("zone")))


def _zone(name: Any) -> tzinfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):  # whoever wrote it meant something that no clock goes by
        return None


def _clock(value: Any) -> str:
    """YAML reads a bare `12:30` as a number of minutes."""
    return f"{value // 60}:{value % 60:02}" if isinstance(value, int) and value >= 0 else str(value)


def _in_words(words: str) -> Deadline | None:
    found = _TIME.search(words)
    if found is None:
        return None
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    at = time(int(found[1]), int(found[2]))
    return Deadline(_tidy(_DAY.sub(" ", rest)), at, _days_in(rest) or _EVERY_DAY)


def _days_in(words: str) -> frozenset[int]:
    days: set[int] = set()
    for first, last in _DAY.findall(words):
        begin, end = _DAYS.index(first[:3].lower()), _DAYS.index((last or first)[:3].lower())
        days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(days)


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:·-–")[:_LONGEST]
