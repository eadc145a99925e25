"""Deadlines as people note them beside an asset, and when they fall due next."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deadline import Deadline, deadlines_in
from tests.builders import WEDNESDAY

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("noted", "what", "at", "days"),
    [
        ("board pack 09:00", "board pack", time(9), range(7)),
        ("09:00 board pack", "board pack", time(9), range(7)),
        ("Monthly close, Mon 12:30", "Monthly close", time(12, 30), [0]),
        ("payments Mon-Fri 9.15", "payments", time(9, 15), range(5)),
        ("Friday to Monday 23:59", "", time(23, 59), [4, 5, 6, 0]),
        ({"what": "board pack", "at": "09:00"}, "board pack", time(9), range(7)),
        ({"name": "board pack", "time": 750, "days": ["mon", "fri"]}, "board pack", time(12, 30), [0, 4]),
    ],
)
def test_a_deadline_is_read_as_it_is_noted(noted: object, what: str, at: time, days: list[int]) -> None:
    assert deadlines_in({"deadline": noted}) == (Deadline(what, at, frozenset(days)),)


@pytest.mark.parametrize(
    "noted", [None, 7, "soon", "25:00", "v1.10.2", {"what": "x"}, {"at": None}, [[]], ""]
)
def test_what_cannot_be_read_is_none(noted: object) -> None:
    assert deadlines_in({"deadline": noted}) == ()


def test_several_stand_in_a_list() -> None:
    found = deadlines_in({"deadlines": ["board pack 09:00", "nothing", "bank file Fri 16:00"]})
    assert [each.what for each in found] == ["board pack", "bank file"]


def test_it_falls_due_by_the_clocks_of_the_place_also_when_they_change() -> None:
    deadline = Deadline("board pack", time(9))
    assert deadline.next_after(WEDNESDAY, BERLIN) == datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
    eve = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
    assert deadline.next_after(eve, BERLIN) == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


_TIMES = st.datetimes(
    timezones=st.just(UTC),
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  # hypothesis wants its bounds without a zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
)


@given(_TIMES, st.times(), st.sets(st.integers(0, 6), min_size=1))
def test_the_next_one_is_ahead_and_at_most_a_week_away(now: datetime, at: time, days: set[int]) -> None:
    due = Deadline("x", at.replace(second=0, microsecond=0), frozenset(days)).next_after(now, BERLIN)
    assert now < due <= now + timedelta(days=7, hours=2)
