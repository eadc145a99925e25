"""Announced work is open when the clock on the wall says so, also on the days when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.windows import OneWindow, WeeklyWindow

LISBON = ZoneInfo("Europe/Lisbon")
NIGHT = WeeklyWindow(LISBON, frozenset({5}), time(22), time(6))  # Saturday night

zones = st.sampled_from(
    ["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo"]
).map(ZoneInfo)
moments = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
#: Hours around the moments at which Lisbon's and Lord Howe's clocks jump.
jumps = st.sampled_from(["2026-03-29 01:00", "2026-10-25 01:00", "2026-04-04 15:00", "2026-10-03 15:30"])
near_jumps = st.builds(
    lambda jump, minutes: datetime.fromisoformat(jump).replace(tzinfo=UTC) + timedelta(minutes=minutes),
    jumps,
    st.integers(-240, 240),
)
minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
windows = st.builds(WeeklyWindow, zones, st.frozensets(st.integers(0, 6), min_size=1), minutes, minutes)


def at(text: str) -> datetime:
    """A moment on Lisbon's clock; 2026-11-21 is a Saturday."""
    return datetime.fromisoformat(text).replace(tzinfo=LISBON)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-21 21:59", None),
        ("2026-11-21 22:00", "2026-11-22 06:00"),
        ("2026-11-22 05:59", "2026-11-22 06:00"),
        ("2026-11-22 06:00", None),
        ("2026-11-22 23:00", None),
        # The night on which the clocks go back is an hour longer, and still ends at six.
        ("2026-10-25 05:59", "2026-10-25 06:00"),
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins(moment, until):
    assert NIGHT.open_until(at(moment)) == (at(until) if until else None)


def test_the_same_time_twice_is_a_whole_day():
    sunday = WeeklyWindow(LISBON, frozenset({6}), time(0), time(0))

    assert sunday.open_until(at("2026-11-22 00:00")) == at("2026-11-23 00:00")
    assert sunday.open_until(at("2026-11-22 23:59")) == at("2026-11-23 00:00")
    assert sunday.open_until(at("2026-11-23 00:00")) is None


def test_an_hour_that_comes_twice_is_quiet_twice_and_one_that_is_skipped_moves_on():
    early = WeeklyWindow(LISBON, frozenset({6}), time(1), time(1, 30))

    assert early.open_until(datetime(2026, 10, 25, 0, 10, tzinfo=UTC)) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )
    assert early.open_until(datetime(2026, 3, 29, 1, 10, tzinfo=UTC)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


@given(window=windows, moment=moments | near_jumps)
@example(NIGHT, at("2026-10-25 01:30").astimezone(UTC))
def test_whatever_the_clock_on_the_wall_shows_within_the_window_is_quiet(window, moment):
    local = moment.astimezone(window.zone)
    wall = local.time()
    begun = local.weekday() in window.days and wall >= window.start
    begun_yesterday = (local.weekday() - 1) % 7 in window.days
    if window.start < window.end:
        within = begun and wall < window.end
    else:
        within = begun or (begun_yesterday and wall < window.end)

    if within:
        assert window.open_until(moment) is not None
    elif not _jumps_near(window.zone, moment):
        assert window.open_until(moment) is None


@settings(max_examples=400)
@given(window=windows, moment=moments | near_jumps)
def test_an_open_window_ends_when_the_wall_shows_its_end_and_not_before(window, moment):
    until = window.open_until(moment)
    if until is None:  # most moments lie outside, too many for `assume`
        return

    assert moment < until <= moment + timedelta(hours=26)
    if not _jumps_near(window.zone, until):
        assert until.astimezone(window.zone).time() == window.end
    assert window.open_until(until - timedelta(microseconds=1)) >= until


@settings(max_examples=400)
@given(window=windows, moment=near_jumps)
def test_the_clocks_change_no_announced_length_by_more_than_their_jump(window, moment):
    until = window.open_until(moment)
    if until is None:  # most moments lie outside, too many for `assume`
        return
    nominal = (_since_midnight(window.end) - _since_midnight(window.start)) % timedelta(days=1) or timedelta(
        days=1
    )

    assert until - moment <= nominal + timedelta(hours=1)


def test_a_window_that_comes_once_holds_from_its_first_moment_to_just_before_its_last():
    once = OneWindow(at("2026-11-20 22:00"), at("2026-11-21 02:00"))

    assert once.open_until(once.since_at) == once.until_at
    assert once.open_until(once.since_at - timedelta(seconds=1)) is None
    assert once.open_until(once.until_at) is None


def _jumps_near(zone: ZoneInfo, moment: datetime) -> bool:
    day = timedelta(days=2)
    return len({(moment + step).astimezone(zone).utcoffset() for step in (-day, timedelta(0), day)}) > 1


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute)


@given(windows, st.one_of(moments, near_jumps))
def test_the_next_opening_is_the_first_moment_from_which_on_it_is_open(window, moment):
    opening = window.next_opening(moment)

    assert moment < opening <= moment + timedelta(days=8, hours=3)
    assert window.open_until(opening) is not None
