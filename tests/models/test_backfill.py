"""How far a backfill is: a count, and a bar that neither boasts nor discourages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.backfill import BackfillState, Progress, bar, progress_of, require_news
from models.errors import NothingToChange

states = st.lists(st.sampled_from(BackfillState), max_size=120)


def test_what_is_not_needed_counts_nowhere() -> None:
    progress = progress_of(
        [BackfillState.DONE, BackfillState.RUNNING, BackfillState.TO_DO, BackfillState.NOT_NEEDED]
    )

    assert progress == Progress(done=1, running=1, needed=3, not_needed=1)
    assert progress.words == "1 of 3 done, 1 running, 1 not needed"
    assert bar(progress) == "▓▓▓░░░░░░░"


def test_a_plan_of_which_nothing_is_needed_is_over() -> None:
    progress = progress_of([BackfillState.NOT_NEEDED])

    assert progress.is_over
    assert bar(progress, 4) == "▓▓▓▓"


def test_what_stands_so_already_is_no_news() -> None:
    with pytest.raises(NothingToChange, match="orders is done already"):
        require_news(BackfillState.DONE, BackfillState.DONE, "orders")


@given(states, st.integers(1, 30))
def test_the_bar_is_full_when_all_is_done_and_empty_when_nothing_is(
    given_states: list[BackfillState], cells: int
) -> None:
    progress = progress_of(given_states)
    drawn = bar(progress, cells)

    assert len(drawn) == cells
    assert (drawn == "▓" * cells) == (progress.is_over or (cells == 1 and progress.done > 0))
    assert (drawn == "░" * cells) == (progress.done == 0 and progress.needed > 0)


@given(states)
def test_one_more_that_is_done_never_shortens_the_bar(given_states: list[BackfillState]) -> None:
    for place, state in enumerate(given_states):
        if state in {BackfillState.TO_DO, BackfillState.RUNNING}:
            after = [*given_states[:place], BackfillState.DONE, *given_states[place + 1 :]]
            before_bar, after_bar = bar(progress_of(given_states)), bar(progress_of(after))
            assert after_bar.count("▓") >= before_bar.count("▓")
