"""Whose turn it is follows the clock on the wall, whatever the clocks do, and every moment is somebody's."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rotation import Schedule, Stretch, Stretches, Turns
from models.windows import WeeklyWindow

BERLIN = ZoneInfo("Europe/Berlin")


def wall(text: str) -> datetime:
    """A time on the wall."""
    return datetime.fromisoformat(text)


WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
#: 2026-11-02 is a Monday.
MONDAY = wall("2026-11-02 09:00")
WEEKLY = Turns(("ana", "ben", "chen"), BERLIN, MONDAY, WEEK)

zones = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",  # half an hour
        "America/Sao_Paulo",  # at midnight
        "Antarctica/Troll",  # two hours
        "Pacific/Apia",  # a whole day was skipped
    ]
).map(ZoneInfo)
walls = st.datetimes(wall("2010-01-01 00:00"), wall("2028-01-01 00:00")).map(
    lambda at: at.replace(second=0, microsecond=0)
)
lengths = st.one_of(
    st.integers(1, 48).map(lambda hours: hours * HOUR),
    st.integers(1, 9).map(lambda days: days * DAY),
    st.integers(1, 3).map(lambda weeks: weeks * WEEK),
)
names = st.integers(1, 7).map(lambda count: tuple("abcdefg"[:count]))
turns = st.builds(Turns, names, zones, walls, lengths)
moments = st.datetimes(wall("2011-01-01 00:00"), wall("2028-01-01 00:00"), timezones=st.just(UTC))
jumps = st.sampled_from(
    ["2026-03-29 01:00", "2026-10-25 01:00", "2026-04-04 15:00", "2026-10-03 15:30", "2011-12-30 10:00"]
)
near_jumps = st.builds(
    lambda jump, minutes: datetime.fromisoformat(jump).replace(tzinfo=UTC) + timedelta(minutes=minutes),
    jumps,
    st.integers(-1500, 1500),
)
some_moments = st.one_of(moments, near_jumps)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def on(*layers, moment: str) -> str | None:
    people = Schedule(layers).at(at(moment)).people
    return people[0] if people else None


def until(*layers, moment: str) -> datetime | None:
    return Schedule(layers).at(at(moment)).until_at


@pytest.mark.parametrize(
    ("moment", "person", "ends"),
    [
        ("2026-11-02 09:00", "ana", "2026-11-09 09:00"),
        ("2026-11-09 08:59", "ana", "2026-11-09 09:00"),
        ("2026-11-09 09:00", "ben", "2026-11-16 09:00"),
        ("2026-11-23 12:00", "ana", "2026-11-30 09:00"),
        ("2026-11-02 08:59", "chen", "2026-11-02 09:00"),
        # In summer, too, it is nine on the wall.
        ("2027-05-10 08:59", "chen", "2027-05-10 09:00"),
        ("2027-05-10 09:00", "ana", "2027-05-17 09:00"),
    ],
)
def test_a_week_belongs_to_one_person_from_nine_to_nine(moment, person, ends):
    shift = Schedule([WEEKLY]).at(at(moment))

    assert (shift.people, shift.until_at) == ((person,), at(ends))


def test_the_night_on_which_the_clocks_change_is_longer_or_shorter_and_ends_at_the_same_hour():
    nights = Turns(("ana", "ben"), BERLIN, wall("2026-10-24 21:00"), 12 * HOUR)
    long, short = nights.turn_at(at("2026-10-25 01:00")), nights.turn_at(at("2027-03-28 01:00"))

    assert nights.begins(long + 1) - nights.begins(long) == 13 * HOUR
    assert nights.begins(short + 1) - nights.begins(short) == 11 * HOUR
    assert nights.begins(long + 1) == at("2026-10-25 09:00")


def test_a_hand_off_that_the_clocks_skip_or_show_twice_happens_once():
    daily = Turns(("ana", "ben"), BERLIN, wall("2026-01-01 02:30"), DAY)
    skipped, twice = daily.turn_at(at("2026-03-29 12:00")), daily.turn_at(at("2026-10-25 12:00"))

    assert daily.begins(skipped) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert daily.begins(twice) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_29th_of_february_is_a_day_like_any_other():
    daily = Turns(("ana", "ben"), BERLIN, wall("2028-02-28 09:00"), DAY)

    assert [on(daily, moment=f"2028-{day} 10:00") for day in ("02-28", "02-29", "03-01", "03-02")] == [
        "ana",
        "ben",
        "ana",
        "ben",
    ]


def test_before_it_begins_a_rotation_has_nobody():
    begins = at("2026-11-05 09:00")
    later = Turns(("ana", "ben"), BERLIN, MONDAY, WEEK, begins_at=begins)

    assert on(later, moment="2026-11-05 08:59") is None
    assert until(later, moment="2026-11-04 12:00") == begins
    assert on(later, moment="2026-11-05 09:00") == "ana"
    assert on(later, moment="2026-11-09 09:00") == "ben"


def test_the_last_layer_that_has_somebody_counts():
    office = WeeklyWindow(BERLIN, frozenset(range(5)), time(9), time(17))
    by_day = Turns(("dia", "emil"), BERLIN, MONDAY, WEEK, windows=(office,))

    assert on(WEEKLY, by_day, moment="2026-11-03 08:59") == "ana"
    assert until(WEEKLY, by_day, moment="2026-11-03 08:59") == at("2026-11-03 09:00")
    assert on(WEEKLY, by_day, moment="2026-11-03 09:00") == "dia"
    assert until(WEEKLY, by_day, moment="2026-11-03 09:00") == at("2026-11-03 17:00")
    assert until(WEEKLY, by_day, moment="2026-11-06 17:00") == at("2026-11-09 09:00")
    assert on(by_day, moment="2026-11-07 12:00") is None
    assert until(by_day, moment="2026-11-07 12:00") == at("2026-11-09 09:00")


def test_a_layer_rests_on_a_holiday_from_midnight_to_midnight():
    rests = Turns(("ana", "ben"), BERLIN, MONDAY, WEEK, rests_on=(date(2026, 12, 25), date(2026, 12, 26)))

    assert until(rests, moment="2026-12-24 12:00") == at("2026-12-25 00:00")
    assert on(rests, moment="2026-12-25 00:00") is None
    assert until(rests, moment="2026-12-25 00:00") == at("2026-12-27 00:00")
    assert on(rests, moment="2026-12-27 00:00") is not None


def test_who_is_on_by_two_layers_one_after_the_other_is_on_for_one_shift():
    base = Turns(("ana",), BERLIN, MONDAY, WEEK)
    stays = Stretches([Stretch(("ana",), at("2026-11-03 12:00"), at("2026-11-04 12:00"))])

    assert until(base, stays, moment="2026-11-03 10:00") == at("2026-11-09 09:00")


def test_stretches_that_overlap_have_all_of_their_people():
    both = Stretches(
        [
            Stretch(("ana",), None, at("2026-11-03 12:00")),
            Stretch(("ben", "ana"), at("2026-11-03 10:00"), None),
        ]
    )

    assert [
        each.people for each in Schedule([both]).shifts(at("2026-11-03 09:00"), at("2026-11-05 09:00"))
    ] == [
        ("ana",),
        ("ana", "ben"),
        ("ben", "ana"),
    ]


def test_who_is_on_for_good_has_no_end_and_so_has_nobody():
    forever = Stretches([Stretch(("ana",))])

    assert until(forever, moment="2026-11-03 10:00") is None
    assert Schedule([]).at(at("2026-11-03 10:00")).people == ()


def walked(rotation: Turns, moment: datetime) -> str:
    """Whose turn it is, found by walking from hand-off to hand-off as a person would with a calendar."""
    far = timedelta(days=3)  # the walk begins and ends where no change of the clocks can matter
    around = moment.replace(tzinfo=None)
    number = int((around - far - rotation.first) / rotation.length) - 2
    last = number
    while (shown := rotation.first + number * rotation.length) <= around + far:
        if _in_utc(shown, rotation.zone) <= moment:
            last = number
        number += 1
    return rotation.people[last % len(rotation.people)]


def _in_utc(shown: datetime, zone: ZoneInfo) -> datetime:
    return shown.replace(tzinfo=zone).astimezone(UTC)


@given(turns, some_moments)
def test_a_walk_from_hand_off_to_hand_off_finds_the_same_person(rotation, moment):
    assert Schedule([rotation]).at(moment).people == (walked(rotation, moment),)


@given(turns, some_moments)
@example(
    Turns(("a", "b"), ZoneInfo("Pacific/Apia"), wall("2011-01-01 09:00"), 12 * HOUR), at("2011-12-31 01:00")
)
def test_every_moment_lies_in_exactly_one_turn(rotation, moment):
    number = rotation.turn_at(moment)

    assert rotation.begins(number) <= moment < rotation.begins(number + 1)


@given(turns, st.integers(-400, 400))
def test_hand_offs_come_in_their_order_and_are_at_their_time_on_the_wall(rotation, number):
    due, moment = rotation.first + number * rotation.length, rotation.begins(number)
    shown = moment.astimezone(rotation.zone)

    assert moment <= rotation.begins(number + 1)
    # Either the clock shows just that, for the first time, or it skips that time.
    assert (
        shown.replace(tzinfo=None) == due
        or _in_utc(due, rotation.zone).astimezone(rotation.zone).replace(tzinfo=None) != due
    )
    assert shown.fold == 0 or shown.replace(tzinfo=None) != due


@given(st.lists(turns, min_size=1, max_size=3), some_moments, st.integers(1, 30))
def test_shifts_tile_the_time_without_gap_or_overlap(layers, moment, days):
    end = moment + timedelta(days=days)
    shifts = list(Schedule(layers).shifts(moment, end))

    assert shifts[0].since_at == moment
    assert all(one.until_at == other.since_at for one, other in pairwise(shifts))
    assert all(one.until_at is None or one.since_at < one.until_at for one in shifts)
    assert shifts[-1].until_at is None or shifts[-1].until_at >= end


@given(turns, st.integers(-50, 50), st.integers(1, 5))
def test_everyone_has_as_many_turns_as_everyone_else(rotation, first, rounds):
    count = len(rotation.people)
    had = Counter(rotation.people[number % count] for number in range(first, first + rounds * count))

    assert set(had.values()) == {rounds}


windows = st.builds(
    WeeklyWindow,
    zones,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 23).map(time),
    st.integers(0, 23).map(time),
)
days_off = st.sets(st.integers(0, 60), max_size=5).map(
    lambda offsets: tuple(date(2026, 10, 1) + offset * DAY for offset in sorted(offsets))
)


@given(turns, windows, days_off, turns, st.integers(0, 24 * 50))
def test_layers_hours_and_holidays_agree_with_asking_each_of_them(base, window, off, above, hour):
    restricted = Turns(above.people, above.zone, above.first, above.length, windows=(window,), rests_on=off)
    moment = datetime(2026, 10, 5, tzinfo=UTC) + hour * HOUR
    shift = Schedule([base, restricted]).at(moment)

    works = window.open_until(moment) is not None and moment.astimezone(above.zone).date() not in off
    expected = walked(above, moment) if works else walked(base, moment)
    assert shift.people == (expected,)
    assert shift.until_at is not None
    # Nothing changes before the end that was given.
    half = moment + (shift.until_at - moment) / 2
    assert Schedule([base, restricted]).at(half).people == shift.people
