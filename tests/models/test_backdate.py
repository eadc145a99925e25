"""When something happened, as people type it before their words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.backdate import read_past, split_time

#: A Wednesday, 15:30 in Lisbon (which is at UTC in winter) and 16:30 in Berlin.
NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
BERLIN, LISBON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    ("text", "when", "rest"),
    [
        ("at 14:05 the loader stopped", "14:05", "the loader stopped"),
        ("At 14:05: the loader stopped", "14:05", "the loader stopped"),
        ("at yesterday 23:10 it began", "yesterday 23:10", "it began"),
        ("at 2026-11-17 06:00 UTC it began", "2026-11-17 06:00 UTC", "it began"),
        ("at 14:05 Europe/Lisbon it began", "14:05 Europe/Lisbon", "it began"),
        ('--at "14:05 Europe/Lisbon" it began', "14:05 Europe/Lisbon", "it began"),
        ("--at “14:05” it began", "14:05", "it began"),
        ("--at 14:05 it began", "14:05", "it began"),
        ("--at yesterday 14:05 it began", "yesterday 14:05", "it began"),
        ("it began --at '14:05'", "14:05", "it began"),
        ("--at noon it began", "noon", "it began"),
        ("at last it began", None, "at last it began"),
        ("it began at 14:05", None, "it began at 14:05"),
        ("at 14:05", None, "at 14:05"),
        ("", None, ""),
    ],
)
def test_the_time_is_taken_out_of_the_words(text: str, when: str | None, rest: str) -> None:
    assert split_time(text) == (when, rest)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("14:05", 13 + 5 / 60),
        ("14:05 UTC", 14 + 5 / 60),
        ("14:05 z", 14 + 5 / 60),
        ("14:05 Europe/Lisbon", 14 + 5 / 60),
        ("14:05 europe/lisbon", 14 + 5 / 60),
        ("10:05 America/New_York", 15 + 5 / 60),
        ("today 9:00", 8),
        ("yesterday 23:00", -2),
        ("2026-11-17 23:00", -2),
    ],
)
def test_a_time_is_on_the_persons_clock_unless_it_names_another(words: str, hours: float) -> None:
    midnight = datetime(2026, 11, 18, tzinfo=UTC)

    assert read_past(words, NOW, BERLIN) == midnight + timedelta(hours=hours)


@pytest.mark.parametrize("words", ["noon", "25:00", "14:61", "2026-13-01 10:00", "14:05 Mars/Base", "", "14"])
def test_what_is_no_time_is_refused_with_what_is(words: str) -> None:
    with pytest.raises(ValueError, match=r"no time|no time zone"):
        read_past(words, NOW, BERLIN)


def test_what_is_still_to_come_is_refused_and_the_day_before_offered() -> None:
    with pytest.raises(ValueError, match=r"still to come.*yesterday"):
        read_past("16:31", NOW, BERLIN)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 23), st.integers(0, 59))
def test_no_time_is_ever_in_the_future(now: datetime, hour: int, minute: int) -> None:
    try:
        at = read_past(f"{hour:02}:{minute:02}", now, LISBON)
    except ValueError:
        return
    assert at <= now
    assert now - at < timedelta(hours=26)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_left_alone(text: str) -> None:
    when, rest = split_time(text)

    assert len(rest) <= len(text)
    if when is None:
        assert rest == text
