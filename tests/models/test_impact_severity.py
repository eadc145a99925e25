"""Severity from business impact: five answers, one suggestion, and why."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.impact_severity import (
    NAMES,
    Answers,
    Flaw,
    Needed,
    UsedBy,
    YesNo,
    flaw_of,
    read_answers,
    suggest,
)
from models.vocabulary import Severity, Symptom

YES = YesNo.YES
WORDS = {"used_by": UsedBy, "needed": Needed, "money": YesNo, "lasting": YesNo, "flaw": Flaw}
ANY = st.builds(Answers, **{name: st.sampled_from([None, *words]) for name, words in WORDS.items()})


@pytest.mark.parametrize(
    ("answers", "severity", "because"),
    [
        (Answers(used_by=UsedBy.NOBODY), "sev4", "nobody uses it yet"),
        (Answers(used_by=UsedBy.TEAM), "sev3", "one team uses it"),
        (Answers(used_by=UsedBy.COMPANY), "sev2", "the company or its customers use it"),
        (Answers(used_by=UsedBy.BOARD), "sev1", "a regulator or the board uses it"),
        (
            Answers(used_by=UsedBy.COMPANY, needed=Needed.HOURS),
            "sev1",
            "the company or its customers use it; someone decides by it within hours",
        ),
        (
            Answers(used_by=UsedBy.BOARD, needed=Needed.WEEK, flaw=Flaw.LATE),
            "sev2",
            "a regulator or the board uses it; it is merely late, and nobody decides by it today",
        ),
        (
            Answers(used_by=UsedBy.TEAM, money=YES, flaw=Flaw.WRONG),
            "sev2",
            "one team uses it; money or a regulator is involved; it is wrong and not merely late",
        ),
        (Answers(needed=Needed.HOURS), "sev2", "someone decides by it within hours"),
        (Answers(used_by=UsedBy.NOBODY, flaw=Flaw.EXPOSED), "sev1", "data may be exposed"),
        (
            Answers(used_by=UsedBy.BOARD, known_by={"used_by": "board pack 09:00 reads it"}),
            "sev1",
            "board pack 09:00 reads it",
        ),
    ],
)
def test_the_answers_lead_to_a_severity_and_say_why(answers, severity, because):
    suggested = suggest(answers)

    assert (suggested.severity, suggested.because) == (severity, because)
    assert suggested.words == f"Impact suggests {severity.upper()}: {because}."


@pytest.mark.parametrize(
    "answers",
    [
        Answers(),
        Answers(flaw=Flaw.WRONG),
        Answers(lasting=YES),
        Answers(needed=Needed.WEEK, money=YesNo.NO),
    ],
)
def test_nothing_is_suggested_while_too_little_is_known(answers):
    assert suggest(answers) is None


def test_every_symptom_is_late_wrong_or_exposed():
    assert {symptom: flaw_of(symptom) for symptom in Symptom}.keys() == set(Symptom)
    assert (flaw_of(Symptom.FRESHNESS), flaw_of(Symptom.LOGIC), flaw_of(None)) == (
        Flaw.LATE,
        Flaw.WRONG,
        None,
    )


@given(ANY, st.sampled_from(NAMES))
def test_a_worse_answer_never_makes_it_milder(answers, name):
    order = list(WORDS[name])
    found = [suggest(replace(answers, **{name: word})) for word in order]
    # What nobody can tell yet is no milder than anything.
    severities = [each.severity for each in found if each]

    assert severities == sorted(severities, reverse=True)


@given(ANY, ANY)
@example(Answers(used_by=UsedBy.TEAM, lasting=YES), Answers(used_by=UsedBy.BOARD, flaw=Flaw.LATE))
def test_of_two_sets_the_worse_of_each_is_at_least_as_bad_as_both(one, other):
    both = suggest(one.or_worse(other))

    for each in (one, other):
        if each.used_by is None:  # which counts as a team: that nobody uses it is better news
            continue
        alone = suggest(each)
        assert alone is None or (both is not None and both.severity <= alone.severity)


@given(ANY)
def test_answers_come_back_from_where_they_were_kept(answers):
    kept = replace(answers, known_by={"used_by": "tier-1 says so"})

    assert read_answers(kept.as_detail()) == kept


def test_what_somebody_answers_replaces_what_was_known_and_why():
    known = Answers(
        used_by=UsedBy.BOARD,
        money=YES,
        known_by={"used_by": "board pack 09:00 reads it", "money": "it is tagged regulatory"},
    )

    given_ = known.answered({"used_by": "team", "money": "yes", "needed": "today", "flaw": "odd"})

    assert (given_.used_by, given_.money, given_.needed, given_.flaw) == (
        UsedBy.TEAM,
        YES,
        Needed.TODAY,
        None,
    )
    assert given_.known_by == {"money": "it is tagged regulatory"}
    assert suggest(given_).severity is Severity.SEV2
