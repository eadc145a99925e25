"""When a team works: which moments are open, when the next one is, and where a working day leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.durations import Span

_ONE_DAY = timedelta(days=1)
_WEEKDAYS = frozenset(range(7))


@dataclass(frozen=True)
class WorkingHours:
    """The hours of each working day on one zone's clock, from `start` up to but not including `end`.

    Hours are turned into moments day by day, so a day on which the clocks change is longer or shorter,
    and a start that the clocks skip opens when the clocks have skipped it.
    """

    zone: ZoneInfo
    #: Monday is 0, as in `date.weekday()`
    days: frozenset[int]
    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.days or not self.days <= _WEEKDAYS:
            raise ValueError("working hours need at least one working day, numbered 0 (Monday) to 6")
        if self.start >= self.end:
            raise ValueError("working hours start before they end, on the same day")

    def is_open(self, at: datetime) -> bool:
        """Say whether `at` falls inside the working hours."""
        day = self._local(at).date()
        return day.weekday() in self.days and self._moment(day, self.start) <= at < self._moment(
            day, self.end
        )

    def next_open(self, at: datetime) -> datetime:
        """Find the first open moment from `at` on: `at` itself when it is open."""
        if self.is_open(at):
            return at.astimezone(UTC)
        openings = (self._moment(day, self.start) for day in self._working_days(self._local(at).date()))
        return next(opening for opening in openings if opening > at and self.is_open(opening))

    def after(self, at: datetime, span: Span) -> datetime:
        """Add a span: plain time runs on; a working day leads to the same local time on the next one.

        A local time outside the hours moves to the nearer edge, so nothing falls due at night.
        """
        if span.time is not None:
            return at.astimezone(UTC) + span.time
        local = self._local(at)
        days = self._working_days(local.date() + _ONE_DAY)
        for _ in range((span.working_days or 1) - 1):
            next(days)
        return self._moment(next(days), min(max(local.time(), self.start), self.end))

    def after_open(self, at: datetime, amount: timedelta) -> datetime:
        """Add an amount of working time: only open moments count, and the rest of the day is passed over."""
        left = amount
        for day in self._working_days(self._local(at).date()):
            begin, end = max(self._moment(day, self.start), at), self._moment(day, self.end)
            if begin < end and left <= end - begin:
                return (begin + left).astimezone(UTC)
            left -= max(end - begin, timedelta())
        raise AssertionError("working days go on for ever")

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("a time without a zone cannot be placed in working hours")
        return at.astimezone(self.zone)

    def _moment(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, tzinfo=self.zone).astimezone(UTC)

    def _working_days(self, day: date) -> Iterator[date]:
        """Yield the working days from `day` on, itself included."""
        while True:
            if day.weekday() in self.days:
                yield day
            day += _ONE_DAY
