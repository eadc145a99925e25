"""From when to when data was bad: times are compared, partitions are kept as they are written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bad_window import LONGEST_EDGE, read_edge, read_window, split_window, window_words

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("orders from 2026-11-16 to 2026-11-17", ("orders", "2026-11-16", "2026-11-17")),
        ("marts.orders FROM yesterday 14:05 UNTIL now", ("marts.orders", "yesterday 14:05", "now")),
        ("orders since batch 41", ("orders", "batch 41", "")),
        ("from 2026-W46 to 2026-W47", ("", "2026-W46", "2026-W47")),
        ("orders yesterday", ("orders", "yesterday", "yesterday")),
        ("marts.orders 2026-11-16", ("marts.orders", "2026-11-16", "2026-11-16")),
        ("yesterday", None),
        ("orders", None),
        ("", None),
    ],
)
def test_what_and_from_when_to_when_are_taken_apart(
    typed: str, expected: tuple[str, str, str] | None
) -> None:
    assert split_window(typed) == expected


def test_a_day_begins_on_the_clock_of_whoever_writes_it() -> None:
    window = read_window("2026-11-16", "yesterday 14:05", NOW, BERLIN)

    assert window.first.at == datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
    assert window.last is not None
    assert window.last.at == datetime(2026, 11, 17, 13, 5, tzinfo=UTC)
    assert window.words == "from 2026-11-16 to 2026-11-17 13:05 UTC"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("today", "2026-11-18"),
        ("Yesterday", "2026-11-17"),
        ("monday", "2026-11-16"),
        ("wednesday", "2026-11-18"),
        ("last wednesday", "2026-11-11"),
        ("thursday", "2026-11-12"),
        ("08:30", "2026-11-18 07:30 UTC"),
        ("2026-11-17 14:05 UTC", "2026-11-17 14:05 UTC"),
    ],
)
def test_what_only_means_something_now_is_kept_as_the_calendar_has_it(typed: str, words: str) -> None:
    edge = read_edge(typed, NOW, BERLIN)

    assert edge is not None
    assert (edge.words, edge.at is not None) == (words, True)


@pytest.mark.parametrize("still", ["", "now", "Still", "ongoing"])
def test_without_an_end_it_goes_on(still: str) -> None:
    assert read_window("2026-11-16", still, NOW, BERLIN).words == "since 2026-11-16"


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("", "2026-11-16", "is missing"),
        ("2026-11-19", "", "still to come"),
        ("2026-11-16", "2026-11-15", "lies before"),
    ],
)
def test_what_cannot_be_is_refused(first: str, last: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_window(first, last, NOW, BERLIN)


@pytest.mark.parametrize("partition", ["2026-W46", "batch 41", "dt=2026-11-18/region=eu", "2026-13-45"])
def test_any_other_words_are_a_partition_and_are_not_compared(partition: str) -> None:
    window = read_window(partition, "2026-11-01", NOW, BERLIN)

    assert (window.first.words, window.first.at) == (partition, None)


def test_one_partition_is_said_once() -> None:
    assert window_words("2026-11-16", "2026-11-16") == "only 2026-11-16"


@given(first=days, last=days, now=days)
def test_two_days_make_a_window_when_they_are_in_order_and_have_begun(
    first: date, last: date, now: date
) -> None:
    at = datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    try:
        window = read_window(first.isoformat(), last.isoformat(), at, ZoneInfo("UTC"))
    except ValueError:
        assert first > last or first > now
        return
    assert window.last is not None
    assert first <= last
    assert first <= now
    assert window.last.at - window.first.at == timedelta(days=(last - first).days)  # type: ignore[operator]


@given(words=st.text(max_size=400), zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "America/Adak"]))
def test_any_words_are_read_and_fit_the_column(words: str, zone: str) -> None:
    edge = read_edge(words, NOW, ZoneInfo(zone))

    assert (edge is None) == (not words.split())
    assert edge is None or len(edge.words) <= LONGEST_EDGE
