"""Working hours hold on any clock, also on the days when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.durations import Span, parse_span
from models.working_hours import WorkingHours

LISBON = ZoneInfo("Europe/Lisbon")
OFFICE = WorkingHours(LISBON, frozenset(range(5)), time(9), time(17))

zones = st.sampled_from(
    ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo"]
).map(ZoneInfo)
moments = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@st.composite
def working_hours(draw):
    start, end = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return WorkingHours(draw(zones), days, start, end)


def at(text: str) -> datetime:
    """A moment on Lisbon's clock; 2026-11-20 is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=LISBON)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-20 09:00", True),
        ("2026-11-20 16:59:59", True),
        ("2026-11-20 17:00", False),
        ("2026-11-20 08:59", False),
        ("2026-11-21 12:00", False),
    ],
)
def test_the_office_is_open_from_its_start_up_to_its_end(moment, is_open):
    assert OFFICE.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 07:00", "2026-11-20 09:00"),
        ("2026-11-20 17:00", "2026-11-23 09:00"),
        ("2026-11-22 12:00", "2026-11-23 09:00"),
    ],
)
def test_the_next_open_moment(moment, opens):
    assert OFFICE.next_open(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("moment", "span", "due"),
    [
        ("2026-11-19 10:30", "1wd", "2026-11-20 10:30"),
        ("2026-11-20 10:30", "1wd", "2026-11-23 10:30"),
        ("2026-11-20 23:00", "1wd", "2026-11-23 17:00"),
        ("2026-11-20 03:00", "1wd", "2026-11-23 09:00"),
        ("2026-11-21 12:00", "1wd", "2026-11-23 12:00"),
        ("2026-11-20 10:30", "5wd", "2026-11-27 10:30"),
        ("2026-11-20 16:50", "30m", "2026-11-20 17:20"),
    ],
)
def test_a_working_day_leads_to_the_same_time_on_the_next_one(moment, span, due):
    assert OFFICE.after(at(moment), parse_span(span)) == at(due)


def test_a_working_day_keeps_the_wall_clock_when_the_clocks_change():
    friday_before_the_change = at("2026-10-23 10:00")

    due = OFFICE.after(friday_before_the_change, Span(working_days=1))

    assert due == at("2026-10-26 10:00")
    assert due - friday_before_the_change.astimezone(UTC) == timedelta(days=3, hours=1)


def test_a_start_that_the_clocks_skip_opens_when_they_have_skipped_it():
    every_day = WorkingHours(ZoneInfo("America/New_York"), frozenset(range(7)), time(2, 30), time(5))

    opens = every_day.next_open(datetime(2026, 3, 8, 6, tzinfo=UTC))

    assert opens == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@given(working_hours(), moments)
def test_the_next_open_moment_is_open_and_not_before(hours, moment):
    opens = hours.next_open(moment)

    assert opens >= moment
    assert hours.is_open(opens)


@given(working_hours(), moments, st.floats(0, 1, exclude_max=True))
def test_nothing_is_open_before_the_next_open_moment(hours, moment, share):
    opens = hours.next_open(moment)
    between = min(moment + (opens - moment) * share, opens - timedelta.resolution)

    assert opens == moment or not hours.is_open(between)


@given(working_hours(), moments, st.integers(1, 30))
def test_working_days_move_forward_and_end_on_a_working_day(hours, moment, count):
    due = hours.after(moment, Span(working_days=count))

    assert due > moment
    assert hours.after(moment, Span(working_days=count + 1)) > due


@given(working_hours(), moments, st.integers(1, 10**7))
def test_plain_time_is_plain_addition(hours, moment, seconds):
    span = Span(time=timedelta(seconds=seconds))

    assert hours.after(moment, span) == moment + timedelta(seconds=seconds)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        OFFICE.is_open(datetime(2026, 11, 20, 12))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [
        (frozenset(), time(9), time(17)),
        (frozenset({7}), time(9), time(17)),
        (frozenset({0}), time(17), time(9)),
    ],
)
def test_hours_that_never_open_are_refused(days, start, end):
    with pytest.raises(ValueError, match="working hours"):
        WorkingHours(LISBON, days, start, end)


@pytest.mark.parametrize(
    ("moment", "hours", "over"),
    [
        ("2026-11-20 10:00", 2, "2026-11-20 12:00"),
        ("2026-11-20 15:00", 2, "2026-11-20 17:00"),
        ("2026-11-20 16:00", 2, "2026-11-23 10:00"),
        ("2026-11-21 12:00", 2, "2026-11-23 11:00"),
        ("2026-11-19 16:00", 12, "2026-11-23 12:00"),
    ],
)
def test_an_amount_of_working_time_passes_while_the_office_is_open_only(moment, hours, over):
    assert OFFICE.after_open(at(moment), timedelta(hours=hours)) == at(over)


@given(working_hours(), moments, st.timedeltas(timedelta(minutes=1), timedelta(days=3)))
def test_working_time_is_passed_over_bit_by_bit_as_it_is_at_once(hours, moment, amount):
    halfway = hours.after_open(moment, amount / 2)
    over = hours.after_open(moment, amount)

    assert moment < halfway < over
    assert hours.after_open(halfway, amount - amount / 2) == over
    assert hours.is_open(over - timedelta(microseconds=1))
