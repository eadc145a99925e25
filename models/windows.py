"""Announced work: when a window that comes every week, or once, is open. Right when the clocks change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WeeklyWindow:
    """From `start` to `end` on one zone's clock, on some weekdays; over midnight where `end` is earlier.

    A window begins when the clock first shows `start`, and ends when it last shows `end`; a time that the
    clocks skip is the moment at which it would have been, so a night of that kind is no shorter.
    """

    zone: ZoneInfo
    #: On which it begins; Monday is 0, as in `date.weekday()`.
    days: frozenset[int]
    start: time
    #: The same as `start` means a whole day.
    end: time

    def open_until(self, at: datetime) -> datetime | None:
        """When the window that is open at this moment ends; none where none is open."""
        return max((end for start, end in self._around(at) if start <= at < end), default=None)

    def next_opening(self, at: datetime) -> datetime:
        """When it begins next, after this moment."""
        today = at.astimezone(self.zone).date()
        days = (today + step * _ONE_DAY for step in range(-1, 9))
        openings = (self._first(day, self.start) for day in days if day.weekday() in self.days)
        return next(opening for opening in openings if opening > at)

    def _around(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The windows that may be open: those of today, of yesterday and, where the clocks jump, tomorrow."""
        today = at.astimezone(self.zone).date()
        for day in (today - _ONE_DAY, today, today + _ONE_DAY):
            if day.weekday() in self.days:
                last = day if self.start < self.end else day + _ONE_DAY
                yield self._first(day, self.start), self._last(last, self.end)

    def _first(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, tzinfo=self.zone).astimezone(UTC)

    def _last(self, day: date, wall: time) -> datetime:
        return max(self._first(day, wall.replace(fold=fold)) for fold in (0, 1))


@dataclass(frozen=True)
class OneWindow:
    """From one moment to another, once."""

    since_at: datetime
    until_at: datetime

    def open_until(self, at: datetime) -> datetime | None:
        """When it ends, if it is open at this moment."""
        return self.until_at if self.since_at <= at < self.until_at else None


Window = WeeklyWindow | OneWindow
