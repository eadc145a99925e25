"""Calendars of shifts: what repeats, whose clock, who is meant, and what no calendar may do to us."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.integrations.guarded import NotReached
from bot.integrations.schedules.calendar import people_in, shifts_in
from bot.integrations.schedules.port import Wanted
from tests.integrations.calendars import calendar

BERLIN = ZoneInfo("Europe/Berlin")
#: Three weeks around the end of summer time in Europe.
WANTED = Wanted(
    ("https://calendar.example.com/x.ics",),
    datetime(2026, 10, 12, tzinfo=UTC),
    datetime(2026, 11, 2, tzinfo=UTC),
    BERLIN,
)


def told(body: bytes) -> list[tuple[str, str, str]]:
    """The shifts of a calendar: who, from when, until when, in UTC."""
    return [
        (
            " ".join(each.people),
            f"{each.since_at.astimezone(UTC):%m-%d %H:%M}" if each.since_at else "",
            f"{each.until_at.astimezone(UTC):%m-%d %H:%M}" if each.until_at else "",
        )
        for each in shifts_in(body, WANTED)
    ]


def test_a_weekly_shift_keeps_its_hour_on_the_wall_when_the_clocks_change() -> None:
    body = calendar(
        (
            "DTSTART;TZID=Europe/Berlin:20261005T090000",
            "DTEND;TZID=Europe/Berlin:20261005T170000",
            "RRULE:FREQ=WEEKLY",
            "SUMMARY:Ana",
        )
    )
    assert told(body) == [
        ("Ana", "10-12 07:00", "10-12 15:00"),
        ("Ana", "10-19 07:00", "10-19 15:00"),
        ("Ana", "10-26 08:00", "10-26 16:00"),
    ]


def test_an_exception_moves_or_ends_one_of_many() -> None:
    body = calendar(
        (
            "DTSTART:20261012T080000Z",
            "DTEND:20261012T160000Z",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE:20261019T080000Z",
            "SUMMARY:Ana",
        )
    ).replace(
        b"END:VCALENDAR",
        b"BEGIN:VEVENT\r\nUID:0\r\nRECURRENCE-ID:20261026T080000Z\r\nDTSTART:20261027T080000Z\r\n"
        b"DTEND:20261027T160000Z\r\nSUMMARY:Ben\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    assert told(body) == [("Ana", "10-12 08:00", "10-12 16:00"), ("Ben", "10-27 08:00", "10-27 16:00")]


def test_whole_days_are_days_of_the_calendars_own_zone_else_of_the_teams() -> None:
    week = ("DTSTART;VALUE=DATE:20261019", "DTEND;VALUE=DATE:20261026", "SUMMARY:Ana")

    assert told(calendar(week)) == [("Ana", "10-18 22:00", "10-25 23:00")]
    assert told(calendar(week, zone="America/New_York")) == [("Ana", "10-19 04:00", "10-26 04:00")]
    assert told(calendar(week, zone="Not/AZone")) == [("Ana", "10-18 22:00", "10-25 23:00")]


def test_one_day_without_an_end_and_a_length_instead_of_an_end_are_understood() -> None:
    body = calendar(
        ("DTSTART;VALUE=DATE:20261019", "SUMMARY:Ana"),
        ("DTSTART:20261020T080000", "DURATION:PT12H", "SUMMARY:Ben"),
    )
    assert told(body) == [("Ana", "10-18 22:00", "10-19 22:00"), ("Ben", "10-20 06:00", "10-20 18:00")]


def test_whoever_attends_is_on_but_for_rooms_and_those_who_declined() -> None:
    body = calendar(
        (
            "DTSTART:20261019T080000Z",
            "DTEND:20261019T160000Z",
            "SUMMARY:Finance on call",
            "ATTENDEE;CN=Ana:mailto:ana@example.com",
            "ATTENDEE;PARTSTAT=DECLINED:MAILTO:ben@example.com",
            "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com",
        )
    )
    assert told(body) == [("ana@example.com", "10-19 08:00", "10-19 16:00")]


def test_cancelled_events_and_those_of_nobody_are_no_shifts() -> None:
    day = ("DTSTART;VALUE=DATE:20261019",)
    assert told(calendar((*day, "SUMMARY:Ana", "STATUS:CANCELLED"), day, (*day, "SUMMARY: "))) == []


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("Ana Silva", ("Ana Silva",)),
        ("On call: Ana Silva", ("Ana Silva",)),
        ("On Call - Ana Silva - Finance primary", ("Ana Silva",)),
        ("@ana", ("@ana",)),
        ("on call @ana, @ben", ("@ana", "@ben")),
        ("ana@example.com (primary)", ("ana@example.com",)),
        ("", ()),
    ],
)
def test_a_title_names_whoever_is_on(title: str, people: tuple[str, ...]) -> None:
    assert people_in(title) == people


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,10,20,30,40",
        "FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5;BYSECOND=0,1,2,3,4,5",
    ],
)
def test_what_repeats_all_the_time_is_refused_at_once(rule: str) -> None:
    body = calendar(("DTSTART:20261001T000000Z", "DURATION:PT1M", f"RRULE:{rule}", "SUMMARY:Ana"))
    with pytest.raises(NotReached, match="more events than one of shifts has"):
        shifts_in(body, WANTED)


def test_what_repeats_since_long_ago_is_refused() -> None:
    body = calendar(("DTSTART:00010101T000000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY", "SUMMARY:Ana"))
    with pytest.raises(NotReached, match="before 2000"):
        shifts_in(body, WANTED)


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"\xff\xfe\x00", b"<html>Sign in</html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"]
)
def test_what_is_no_calendar_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotReached, match="no calendar"):
        shifts_in(body, WANTED)


WHOLE = calendar(
    ("DTSTART;TZID=Europe/Berlin:20261005T090000", "DURATION:PT8H", "RRULE:FREQ=WEEKLY", "SUMMARY:Ana"),
    ("DTSTART;VALUE=DATE:20261019", "SUMMARY:Ben", "ATTENDEE;CN=Ben:mailto:ben@example.com"),
    zone="Europe/Berlin",
)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 30), st.binary(max_size=12))
def test_a_calendar_that_was_tampered_with_is_read_or_refused(at: int, cut: int, put: bytes) -> None:
    try:
        shifts = shifts_in(WHOLE[:at] + put + WHOLE[at + cut :], WANTED)
    except NotReached:
        return
    for each in shifts:
        assert each.people
        assert each.since_at is not None
        assert each.until_at is not None
        assert each.until_at - each.since_at > timedelta(0)
