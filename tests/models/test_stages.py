"""Every pair of stages: where one may advance, and what a refused move says."""

import itertools

import pytest

from models.errors import StageNotReachable
from models.stages import ORDER, check_move, proposed, reachable
from models.vocabulary import Stage

PAIRS = list(itertools.product(Stage, Stage))


@pytest.mark.parametrize(("current", "target"), PAIRS)
def test_one_open_stage_leads_to_every_other_and_nothing_else_is_a_move(current, target):
    if current is not target and Stage.CLOSED not in (current, target):
        check_move(current, target)
        return

    with pytest.raises(StageNotReachable) as refused:
        check_move(current, target)

    assert refused.value.reachable == reachable(current)


def test_a_refused_move_says_what_is_possible():
    with pytest.raises(StageNotReachable, match="Possible from here: triage, analysis, remediation, verif"):
        check_move(Stage.CONTAINMENT, Stage.CLOSED)

    with pytest.raises(StageNotReachable, match="Reopen it first"):
        check_move(Stage.CLOSED, Stage.TRIAGE)


def test_the_next_stage_is_proposed_and_none_after_the_last():
    assert [proposed(stage) for stage in ORDER] == [*ORDER[1:], None]
    assert proposed(Stage.CLOSED) is None
