"""When something happened, as people type it: `at 14:05 …`, `--at "14:05 Europe/Lisbon" …`. Pure.

A time without a zone is on the person's own clock. What has happened does not lie in the future.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ACCEPTED_TIMES: Final = "`14:05`, `yesterday 14:05` or `2026-11-17 14:05`, each with a zone if you like"

_WHEN: Final = (
    r"(?:(?P<day>today|yesterday|\d{4}-\d\d-\d\d)[ tT]+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)"
    r"(?:\s*(?P<zone>UTC|GMT|Z|[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}))?"
)
_GIVEN: Final = re.compile(
    rf"""--at[\s=]+(?:["“”„«'‘’]([^"“”„«»'‘’]{{1,80}})["“”»'‘’]|({_WHEN})(?=\s|$)|(\S{{1,60}}))\s*""",
    re.IGNORECASE,
)
_AT: Final = re.compile(rf"at\s+({_WHEN})(?=[\s,:])[,:]?\s*", re.IGNORECASE)
_WHOLE: Final = re.compile(_WHEN, re.IGNORECASE)


def split_time(text: str) -> tuple[str | None, str]:
    """The words that say when, and the rest; none where it says no time at its beginning or by `--at`."""
    if given := _GIVEN.search(text):
        when = given[1] or given[2] or given[7]
        return when.strip(), f"{text[: given.start()]} {text[given.end() :]}".strip()
    if told := _AT.match(text):
        return told[1], text[told.end() :].strip()
    return None, text


def read_past(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that is meant, never after now. Raises ValueError, which says what is accepted."""
    told = _WHOLE.fullmatch(" ".join(words.split()))
    if told is None:
        raise ValueError(f"“{words.strip()}” is no time that I can read; write {ACCEPTED_TIMES}")
    zone = _zone(told["zone"], zone)
    try:
        wall = time(int(told["hour"]), int(told["minute"]))
        day = _day(told["day"], now.astimezone(zone).date())
        at = datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"“{words.strip()}” is no time that I can read; write {ACCEPTED_TIMES}") from None
    if at > now:
        raise ValueError(
            f"“{words.strip()}” is still to come; of the day before, write `yesterday` before it"
        )
    return at


def _day(word: str | None, today: date) -> date:
    if word is None or word.lower() == "today":
        return today
    return today - timedelta(days=1) if word.lower() == "yesterday" else date.fromisoformat(word)


def _zone(name: str | None, own: ZoneInfo) -> ZoneInfo:
    if name is None:
        return own
    if name.upper() in {"UTC", "GMT", "Z"}:
        return ZoneInfo("UTC")
    try:
        return ZoneInfo("/".join(part[:1].upper() + part[1:] for part in name.split("/")))
    except (KeyError, ValueError, OSError):  # no such zone
        raise ValueError(f"“{name}” is no time zone that I know; write one like Europe/Lisbon") from None
