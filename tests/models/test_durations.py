"""Durations read what people write and write it back the same."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.durations import Span, leading_span, parse_span

plain_time = st.integers(1, 99999).map(lambda seconds: Span(time=timedelta(seconds=seconds)))
working_days = st.integers(1, 99999).map(lambda count: Span(working_days=count))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3s", Span(time=timedelta(seconds=3))),
        ("30m", Span(time=timedelta(minutes=30))),
        ("4h", Span(time=timedelta(hours=4))),
        ("2d", Span(time=timedelta(days=2))),
        ("1wd", Span(working_days=1)),
        (" 90 M ", Span(time=timedelta(minutes=90))),
        ("30 minutes", Span(time=timedelta(minutes=30))),
        ("1 min", Span(time=timedelta(minutes=1))),
        ("2 hours", Span(time=timedelta(hours=2))),
        ("3 hrs", Span(time=timedelta(hours=3))),
        ("2 days", Span(time=timedelta(days=2))),
        ("2 working days", Span(working_days=2)),
    ],
)
def test_each_unit_is_read(text, expected):
    assert parse_span(text) == expected


@pytest.mark.parametrize(
    "text", ["", "30", "m", "-1h", "1.5h", "0m", "1w", "999999d", "1h30m", "٣h", "2 moons"]
)
def test_what_is_no_duration_is_refused_with_what_is_accepted(text):
    with pytest.raises(ValueError, match=r"not a duration; write .*30m, 4h, 2d, or 1wd"):
        parse_span(text)


@pytest.mark.parametrize(
    ("text", "span", "more"),
    [
        ("30m the vendor is slow", Span(time=timedelta(minutes=30)), "the vendor is slow"),
        ("30 minutes: the vendor is slow", Span(time=timedelta(minutes=30)), ": the vendor is slow"),
        ("2 more hours", None, "2 more hours"),
        ("30 men look at it", None, "30 men look at it"),
    ],
)
def test_a_reason_may_follow_a_duration(text, span, more):
    assert leading_span(text) == (span, more)


@given(plain_time | working_days)
def test_a_span_reads_back_as_it_was_written(span):
    assert parse_span(str(span)) == span


@pytest.mark.parametrize(
    ("text", "written", "words"),
    [
        ("60m", "1h", "1 hour"),
        ("90m", "90m", "90 minutes"),
        ("24h", "1d", "1 day"),
        ("1wd", "1wd", "1 working day"),
        ("5wd", "5wd", "5 working days"),
    ],
)
def test_a_span_is_written_in_its_largest_unit_and_said_in_words(text, written, words):
    span = parse_span(text)

    assert (str(span), span.words) == (written, words)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"time": timedelta(hours=1), "working_days": 1},
        {"time": timedelta(0)},
        {"time": timedelta(milliseconds=1500)},
        {"working_days": 0},
    ],
)
def test_a_span_is_exactly_one_positive_thing(facts):
    with pytest.raises(ValueError, match="span"):
        Span(**facts)
