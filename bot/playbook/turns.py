"""How a rotation writes its hand-offs: `every: 2w`, `hand_off: mon 09:00`."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Final

from pydantic import PlainSerializer, PlainValidator

from bot.playbook.fields import WEEKDAYS, clock, day_of_week

_WORDS: Final = {"hourly": "1h", "daily": "1d", "weekly": "1w"}
_UNITS: Final = {"w": timedelta(weeks=1), "d": timedelta(days=1), "h": timedelta(hours=1)}
_WRITTEN: Final = re.compile(r"([0-9]{1,3})\s*([hdw])", re.ASCII)
_ACCEPTED: Final = "weekly, daily, or a number of weeks, days or hours: 2w, 3d, 12h"
_LONGEST: Final = timedelta(weeks=52)


@dataclass(frozen=True)
class HandOffTime:
    """When turns change on the wall clock: at a time of day, where turns are whole weeks on a weekday."""

    at: time
    #: Monday is 0; none where the day follows from the first one.
    weekday: int | None = None

    def __str__(self) -> str:
        """Write it as it is read."""
        day = "" if self.weekday is None else f"{WEEKDAYS[self.weekday]} "
        return f"{day}{self.at:%H:%M}"


def _every(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    text = value.strip().lower() if isinstance(value, str) else ""
    written = _WRITTEN.fullmatch(_WORDS.get(text, text))
    length = int(written[1]) * _UNITS[written[2]] if written else timedelta(0)
    if not timedelta(0) < length <= _LONGEST:
        raise ValueError(f"“{value}” is not how long a turn lasts; write {_ACCEPTED}; a year at most")
    return length


def _every_written(length: timedelta) -> str:
    unit = next(unit for unit, whole in _UNITS.items() if length % whole == timedelta(0))
    return f"{length // _UNITS[unit]}{unit}"


def _hand_off(value: object) -> HandOffTime:
    if isinstance(value, HandOffTime):
        return value
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected when turns change: a day and a time such as mon 09:00, or 09:00")
    *day, at = value.split(maxsplit=1)
    return HandOffTime(clock(at), day_of_week(day[0]) if day else None)


Every = Annotated[timedelta, PlainValidator(_every), PlainSerializer(_every_written)]
HandOff = Annotated[HandOffTime, PlainValidator(_hand_off), PlainSerializer(str)]
