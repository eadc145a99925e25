"""Read an end as people type it: `for 2h`, `until 14:00`, `until friday 09:00`, `until 2026-11-24`. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ACCEPTED_ENDS: Final = (
    "a time of day (`14:00`), a day (`tomorrow`, `friday`, `24 nov`, `2026-11-24`), or a day and a time"
)

#: What a day without a time means: the morning on which people look again.
MORNING: Final = time(9)

#: From the first of the week on.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME: Final = re.compile(r"(?:^|[\st])(\d{1,2}):(\d{2})(?:\s*(utc|z))?$", re.ASCII)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_OF_MONTH: Final = re.compile(r"(\d{1,2})\.?\s*([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\s+(\d{1,2})", re.ASCII)


def read_until(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that is meant, on this zone's clock, always after now.

    Raises ValueError, which says what is accepted.
    """
    text = " ".join(words.lower().replace(",", " ").split())
    written = _TIME.search(text)
    if written and written[3]:
        zone = ZoneInfo("UTC")
    wall = _clock(words, written) if written else None
    day_words = (text[: written.start()] if written else text).strip()
    today = now.astimezone(zone).date()
    if not day_words:
        if wall is None:
            raise _refused(words)
        return _next(today, wall, now, zone)
    try:
        found = _at(_day(words, day_words, today), wall or MORNING, zone)
    except OverflowError:  # the last day of the calendar, on a clock behind UTC
        raise _refused(words) from None
    if found <= now:
        raise ValueError(f"“{words.strip()}” is over already; choose a time that is still to come")
    return found


def _next(today: date, wall: time, now: datetime, zone: ZoneInfo) -> datetime:
    """A time of day is today's, or tomorrow's where that is over."""
    found = _at(today, wall, zone)
    return found if found > now else _at(today + timedelta(days=1), wall, zone)


def _at(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def _clock(words: str, written: re.Match[str]) -> time:
    try:
        return time(int(written[1]), int(written[2]))
    except ValueError:
        raise _refused(words) from None


def _day(words: str, text: str, today: date) -> date:
    if text == "today":
        return today
    if text == "tomorrow":
        return today + timedelta(days=1)
    weekday = next((index for index, name in enumerate(WEEKDAYS) if _is_short(text, name)), None)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
        if found := _DAY_OF_MONTH.fullmatch(text):
            return _in_year(int(found[1] or found[4]), _MONTHS.index(found[2] or found[3]) + 1, today)
    except ValueError:
        pass
    raise _refused(words)


def _is_short(text: str, name: str) -> bool:
    return len(text) >= 3 and name.startswith(text)


def _in_year(day: int, month: int, today: date) -> date:
    """This year's, or next year's where that is over."""
    found = date(today.year, month, day)
    return found if found >= today else date(today.year + 1, month, day)


def _refused(words: str) -> ValueError:
    return ValueError(f"“{words.strip()}” is no time that I can read; write {ACCEPTED_ENDS}")
