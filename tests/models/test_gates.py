"""What stages want before they are left."""

from hypothesis import given
from hypothesis import strategies as st

from models.gates import GATES, StageFacts, held_back, missing, passed_on
from models.stages import ORDER
from models.vocabulary import Stage

NOTHING = StageFacts(
    is_contained=False,
    has_supported_hypothesis=False,
    has_cause_family=False,
    unseen_changes=("restart", "index", "grant", "revoke"),
    has_verification=False,
    open_checks=("storage",),
    missing_sign_offs=("the business steward", "the technical steward"),
)

facts = st.builds(
    StageFacts,
    is_contained=st.booleans(),
    has_supported_hypothesis=st.booleans(),
    has_cause_family=st.booleans(),
    unseen_changes=st.lists(st.text(min_size=1), max_size=5).map(tuple),
    has_verification=st.booleans(),
    open_checks=st.lists(st.text(min_size=1), max_size=3).map(tuple),
    missing_sign_offs=st.lists(st.text(min_size=1), max_size=3).map(tuple),
)
open_stages = st.sampled_from(ORDER)
targets = st.sampled_from(list(Stage))


def test_each_gate_says_what_it_wants_and_how_to_settle_it():
    wanted = {stage: [each.what for each in missing(stage, NOTHING)] for stage in GATES}

    assert wanted == {
        Stage.CONTAINMENT: ["what keeps bad data from being read, or why nothing can"],
        Stage.ANALYSIS: [
            "a hypothesis that evidence supports",
            "the kind of cause: data, logic or operations",
        ],
        Stage.REMEDIATION: ["whether it worked: restart, index, grant and more"],
        Stage.VERIFICATION: [
            "evidence that the data is right again",
            "checks of storage",
            "the sign-off of the business steward and the technical steward",
        ],
    }


def test_what_nobody_keeps_is_not_asked_for():
    assert not any(missing(stage, StageFacts()) for stage in Stage)


@given(open_stages, targets, facts, st.sets(open_stages))
def test_only_gates_that_hold_and_lie_on_the_way_hold_back(current, target, known, holding):
    stopped_by = {each.stage for each in held_back(current, target, known, holding)}

    assert stopped_by <= holding & set(passed_on(current, target))
    assert stopped_by == {
        stage for stage in holding if stage in passed_on(current, target) and missing(stage, known)
    }


@given(open_stages, open_stages)
def test_going_back_passes_no_gate(one, other):
    back = ORDER.index(other) <= ORDER.index(one)

    assert (passed_on(one, other) == ()) is back
    assert back or passed_on(one, other)[0] is one


@given(open_stages)
def test_closing_passes_all_that_are_left(current):
    assert passed_on(current, Stage.CLOSED) == ORDER[ORDER.index(current) :]
