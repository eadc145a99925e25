"""Who is on call when: layers of turns, the last that has somebody counts. Right when the clocks change."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from models.windows import WeeklyWindow

_ONE_DAY: Final = timedelta(days=1)

#: No shift is followed further than this; whoever is on for longer is on for good.
HORIZON: Final = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a layer says at a moment: who, in which turn, and until when nothing can change."""

    people: tuple[str, ...]
    turn: int = 0
    #: None: it stays like this.
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on from one moment to another; nobody is a shift, too."""

    people: tuple[str, ...]
    since_at: datetime
    #: None: nothing is known to change.
    until_at: datetime | None
    #: Which layer of the schedule says so; none where nobody is on.
    layer: int | None


class Layer(Protocol):
    """One of several answers to who is on."""

    def piece(self, at: datetime) -> Piece:
        """Say who it has at this moment."""


@dataclass(frozen=True)
class Turns:
    """People who take turns on one zone's wall clock: a rotation, or one layer of it.

    Turns are counted on the clock on the wall, so that a hand-off at nine is at nine all year. One that the
    clocks skip comes at the moment at which it would have been, and one that they show twice at the first.
    """

    people: tuple[str, ...]
    zone: ZoneInfo
    #: When, on that clock, a turn of the first person begins: the turns before and after it follow from it.
    first: datetime
    length: timedelta
    #: Before this moment it has nobody.
    begins_at: datetime | None = None
    #: Only while one of these is open; none given: always.
    windows: tuple[WeeklyWindow, ...] = ()
    #: Days, in their order, on which it has nobody.
    rests_on: tuple[date, ...] = ()

    def piece(self, at: datetime) -> Piece:
        """Say who has the turn, unless it has not begun, rests, or is outside of its hours."""
        if self.begins_at is not None and at < self.begins_at:
            return Piece((), until_at=self.begins_at)
        today = at.astimezone(self.zone).date()
        ahead = bisect_right(self.rests_on, today)
        if ahead and self.rests_on[ahead - 1] == today:
            return Piece((), until_at=self._moment(_midnight(today + _ONE_DAY)))
        closes = [until for each in self.windows if (until := each.open_until(at)) is not None]
        if self.windows and not closes:
            return Piece((), until_at=min(each.next_opening(at) for each in self.windows))
        number = self.turn_at(at)
        ends = [self.begins(number + 1), *closes]
        if ahead < len(self.rests_on):
            ends.append(self._moment(_midnight(self.rests_on[ahead])))
        return Piece((self.people[number % len(self.people)],), number, min(ends))

    def turn_at(self, at: datetime) -> int:
        """The number of the turn at a moment; the first person's is 0, and those before it are negative."""
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        number = (wall - self.first) // self.length
        while at < self.begins(number):
            number -= 1
        while self.begins(number + 1) <= at:
            number += 1
        return number

    def begins(self, number: int) -> datetime:
        """The moment of a hand-off."""
        wall = self.first + number * self.length
        at = self._moment(wall)
        if at.astimezone(self.zone).replace(tzinfo=None) == wall:
            return at
        # Skipped by the clocks: it may not come after the one that follows, which they show.
        return min(at, self.begins(number + 1))

    def _moment(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """People who are on from one moment to another, as an override or an outside schedule has it."""

    people: tuple[str, ...]
    since_at: datetime | None = None
    until_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is now."""
        begun = self.since_at is None or self.since_at <= at
        return begun and (self.until_at is None or at < self.until_at)


@dataclass(frozen=True, slots=True)
class Stretches:
    """A layer of stretches; where several hold at once, all of their people are on."""

    stretches: Sequence[Stretch]

    def piece(self, at: datetime) -> Piece:
        """Say who is on, and until the next stretch begins or ends."""
        people = [person for each in self.stretches if each.holds(at) for person in each.people]
        edges = [edge for each in self.stretches for edge in (each.since_at, each.until_at)]
        ahead = min((edge for edge in edges if edge is not None and edge > at), default=None)
        return Piece(tuple(dict.fromkeys(people)), until_at=ahead)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Layers, one over the other: of those that have somebody the last counts."""

    layers: Sequence[Layer]

    def at(self, at: datetime) -> Shift:
        """Who is on at this moment, and until when."""
        at = at.astimezone(UTC)
        layer, now = self._top(at)
        end, before = now.until_at, (layer, now)
        while end is not None and end - at < HORIZON:
            after = self._top(end)
            if not _goes_on(before, after):
                break
            before, end = after, after[1].until_at
        else:
            end = None
        return Shift(now.people, at, end, layer)

    def shifts(self, since_at: datetime, until_at: datetime) -> Iterator[Shift]:
        """The shifts between two moments, without gap or overlap; the first may have begun earlier."""
        at: datetime | None = since_at.astimezone(UTC)
        while at is not None and at < until_at:
            shift = self.at(at)
            yield shift
            at = shift.until_at

    def _top(self, at: datetime) -> tuple[int | None, Piece]:
        """The highest layer that has somebody; what it says holds until one that was asked may change."""
        ends: list[datetime] = []
        for number in range(len(self.layers) - 1, -1, -1):
            piece = self.layers[number].piece(at)
            if piece.until_at is not None:
                ends.append(piece.until_at)
            if piece.people:
                return number, Piece(piece.people, piece.turn, min(ends, default=None))
        return None, Piece((), until_at=min(ends, default=None))


def _goes_on(before: tuple[int | None, Piece], after: tuple[int | None, Piece]) -> bool:
    """Whether it is still the same shift: the same people, and no hand-off of their layer in between."""
    (old_layer, old), (new_layer, new) = before, after
    return old.people == new.people and (old_layer != new_layer or old.turn == new.turn)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
