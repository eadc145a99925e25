"""What a job reads and writes, told bit by bit by its runs."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.job_state import JobHeard, JobState, after

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def heard(
    run: str | None, minute: int, inputs: str = "", outputs: str = "", *, complete: bool = False
) -> JobHeard:
    return JobHeard(
        run_id=run,
        at=NOON + timedelta(minutes=minute),
        is_complete=complete,
        inputs=tuple(inputs),
        outputs=tuple(outputs),
    )


def told(*events: JobHeard) -> tuple[str, str]:
    state: JobState | None = None
    for each in events:
        state = after(state, each)
    assert state is not None
    return "".join(state.inputs), "".join(state.outputs)


def test_start_and_end_of_a_run_are_one_telling() -> None:
    assert told(heard("1", 0, "a", "x"), heard("1", 1, complete=True)) == ("a", "x")
    assert told(heard("1", 0, "a"), heard("1", 1, outputs="x", complete=True)) == ("a", "x")


def test_a_run_that_came_to_its_end_replaces_what_was_known() -> None:
    first = (heard("1", 0, "ab", "x"), heard("1", 1, "ab", "x", complete=True))

    assert told(*first, heard("2", 10, "bc", "y"), heard("2", 11, "bc", "y", complete=True)) == ("bc", "y")


def test_a_run_that_failed_names_no_outputs_and_keeps_those_that_are_known() -> None:
    first = (heard("1", 0, "a", "x"), heard("1", 1, "a", "x", complete=True))

    assert told(*first, heard("2", 10, "a"), heard("2", 11, "a")) == ("a", "x")


def test_a_run_that_tells_nothing_changes_nothing() -> None:
    first = (heard("1", 0, "a", "x"), heard("1", 1, complete=True))

    assert told(*first, heard("2", 10), heard("2", 11, complete=True)) == ("a", "x")


def test_the_end_may_be_heard_before_the_beginning() -> None:
    assert told(heard("1", 1, outputs="x", complete=True), heard("1", 0, "a")) == ("a", "x")


def test_an_older_run_that_comes_late_only_adds() -> None:
    newer = (heard("2", 10, "b", "y"), heard("2", 11, "b", "y", complete=True))

    assert told(*newer, heard("1", 0, "a", "x", complete=True)) == ("ab", "xy")


def test_what_is_said_of_the_job_itself_is_all_there_is() -> None:
    assert told(heard("1", 0, "a", "x", complete=True), heard(None, 5, "b", "x")) == ("b", "x")


EVENTS = st.lists(
    st.builds(
        heard,
        st.sampled_from(["1", "2", None]),
        st.integers(0, 9),
        st.text("abc", max_size=2),
        st.text("xyz", max_size=2),
        complete=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(events=EVENTS)
def test_an_event_that_comes_twice_in_a_row_changes_nothing(events: list[JobHeard]) -> None:
    assert told(*events, events[-1]) == told(*events)


@given(events=EVENTS)
def test_nothing_is_known_that_no_event_told(events: list[JobHeard]) -> None:
    inputs, outputs = told(*events)

    assert set(inputs) <= {each for event in events for each in event.inputs}
    assert set(outputs) <= {each for event in events for each in event.outputs}
