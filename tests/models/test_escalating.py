"""Who is called next, how long is waited, and what falls due."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.durations import parse_span
from models.escalating import Rung, may_call_at, next_rung, step_due_at, waits_until
from models.vocabulary import WaitClock
from models.working_hours import WorkingHours

LISBON = WorkingHours(ZoneInfo("Europe/Lisbon"), frozenset(range(5)), time(9), time(17))
NEW_YORK = WorkingHours(ZoneInfo("America/New_York"), frozenset(range(5)), time(9), time(17))


def at(text: str) -> datetime:
    """A moment in UTC, which in November is Lisbon's; 2026-11-20 is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rungs(levels: int, repeat: int) -> list[Rung]:
    climbed, rung = [], next_rung(None, levels=levels, repeat=repeat)
    while rung is not None and len(climbed) < 1_000:
        climbed.append(rung)
        rung = next_rung(rung, levels=levels, repeat=repeat)
    return climbed


@given(st.integers(1, 10), st.integers(0, 10))
def test_every_level_is_called_in_its_order_once_and_again_as_often_as_is_said(levels, repeat):
    expected = [Rung(level, turn) for turn in range(1, repeat + 2) for level in range(1, levels + 1)]

    assert rungs(levels, repeat) == expected


@given(st.integers(1, 10), st.integers(0, 10), st.integers(1, 30), st.integers(1, 30))
def test_a_policy_that_was_made_shorter_meanwhile_still_comes_to_an_end(levels, repeat, level, round_):
    rung: Rung | None = Rung(level, round_)
    steps = 0
    while rung is not None:
        rung, steps = next_rung(rung, levels=levels, repeat=repeat), steps + 1

    assert steps <= levels * (repeat + 1) + 1


def test_a_plain_wait_runs_on_at_night():
    assert waits_until(at("2026-11-20 23:00"), parse_span("10m"), [LISBON], WaitClock.ALWAYS) == at(
        "2026-11-20 23:10"
    )


@pytest.mark.parametrize(
    ("wait", "until"), [("2h", "2026-11-23 10:00"), ("12h", "2026-11-24 12:00"), ("1wd", "2026-11-23 16:00")]
)
def test_on_the_working_clock_a_routine_call_waits_for_working_hours(wait, until):
    said = waits_until(at("2026-11-20 16:00"), parse_span(wait), [LISBON], WaitClock.WORKING)

    assert said == at(until)


def test_of_two_who_work_at_different_hours_the_first_who_had_the_time_counts():
    both = [NEW_YORK, LISBON]

    assert waits_until(at("2026-11-20 09:00"), parse_span("2h"), both, WaitClock.WORKING) == at(
        "2026-11-20 11:00"
    )
    assert may_call_at(at("2026-11-20 20:00"), both, WaitClock.WORKING) == at("2026-11-20 20:00")
    assert may_call_at(at("2026-11-20 23:00"), both, WaitClock.WORKING) == at("2026-11-23 09:00")
    assert may_call_at(at("2026-11-20 23:00"), both, WaitClock.ALWAYS) == at("2026-11-20 23:00")


@given(st.integers(0, 800_000), st.integers(1, 90_000))
def test_a_wait_always_lies_ahead(offset, seconds):
    now, span = at("2026-11-20 16:59") + timedelta(seconds=offset), parse_span(f"{seconds}s")

    for clock in WaitClock:
        assert waits_until(now, span, [LISBON, NEW_YORK], clock) > now


def step(**given_: object) -> datetime | None:
    known: dict = {
        "declared_at": at("2026-11-20 10:00"),
        "unanswered_since": at("2026-11-20 11:00"),
        "open_for": None,
        "unacknowledged_for": None,
        "hours": LISBON,
    }
    return step_due_at(**known | given_)


def test_a_step_falls_due_when_the_last_of_its_times_has_come():
    half, four = parse_span("30m"), parse_span("4h")

    assert step() == at("2026-11-20 10:00")
    assert step(open_for=four) == at("2026-11-20 14:00")
    assert step(unacknowledged_for=half) == at("2026-11-20 11:30")
    assert step(unacknowledged_for=half, open_for=four) == at("2026-11-20 14:00")
    assert step(open_for=parse_span("1wd")) == at("2026-11-23 10:00")


def test_a_step_for_what_nobody_acknowledged_is_not_due_once_somebody_has():
    assert step(unacknowledged_for=parse_span("30m"), unanswered_since=None) is None
    assert step(open_for=parse_span("4h"), unanswered_since=None) == at("2026-11-20 14:00")
