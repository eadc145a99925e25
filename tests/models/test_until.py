"""Ends of silences as people type them, on their own clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.until import read_until

LISBON = ZoneInfo("Europe/Lisbon")
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("14:00", "2026-11-20 14:00"),
        ("9:30", "2026-11-21 09:30"),
        ("12:00", "2026-11-21 12:00"),
        ("today 18:00", "2026-11-20 18:00"),
        ("tomorrow", "2026-11-21 09:00"),
        ("Tomorrow 07:15", "2026-11-21 07:15"),
        ("monday", "2026-11-23 09:00"),
        ("fri 08:00", "2026-11-27 08:00"),
        ("24 nov", "2026-11-24 09:00"),
        ("Nov 24, 16:30", "2026-11-24 16:30"),
        ("3. january", "2027-01-03 09:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 23:59", "2026-12-01 23:59"),
        ("2026-12-01T23:59", "2026-12-01 23:59"),
        ("20 nov 14:00 UTC", "2026-11-20 14:00"),
    ],
)
def test_an_end_is_read_as_it_is_meant(words, found):
    assert read_until(words, FRIDAY, LISBON) == datetime.fromisoformat(found).replace(tzinfo=LISBON)


def test_it_is_read_on_the_clock_of_whoever_types_it():
    assert read_until("14:00", FRIDAY, NEW_YORK) == datetime(2026, 11, 20, 19, tzinfo=UTC)
    assert read_until("14:00 utc", FRIDAY, NEW_YORK) == datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "words", ["", "soon", "25:00", "31 feb", "2026-02-30", "13 foo", "mo", "14", "1400", "next year", "²3:00"]
)
def test_what_is_no_end_is_refused_with_what_is_accepted(words):
    with pytest.raises(ValueError, match="a time of day"):
        read_until(words, FRIDAY, LISBON)


@pytest.mark.parametrize("words", ["2026-11-19", "today 09:00", "2020-01-01 10:00"])
def test_what_is_over_is_refused(words):
    with pytest.raises(ValueError, match="is over already"):
        read_until(words, FRIDAY, LISBON)


def test_the_end_of_the_calendar_is_refused():
    with pytest.raises(ValueError, match="a time of day"):
        read_until("9999-12-31 23:59", FRIDAY, NEW_YORK)


@given(words=st.text(max_size=30) | st.from_regex(r"[a-z0-9:. -]{0,20}", fullmatch=True))
def test_whatever_is_typed_is_a_time_to_come_or_a_refusal(words):
    try:
        found = read_until(words, FRIDAY, LISBON)
    except ValueError:
        return
    assert found > FRIDAY
