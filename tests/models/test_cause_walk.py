"""The walk to a root cause: every page may be left open, and the answer of one why asks the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.blameless import blameless_hints
from models.cause_walk import (
    ASKED_ON,
    PAGES,
    QUESTION_WORDS,
    WHYS,
    Answers,
    CausePage,
    Question,
    asked_whys,
    changed_answers,
    next_why,
    page_after,
    page_before,
    pages_answered,
    whys_of,
)

answers = st.dictionaries(st.sampled_from(Question), st.sampled_from(["", "so", "because"]))


def test_every_question_is_asked_on_one_page_and_has_its_words() -> None:
    asked = [question for page in PAGES for question in ASKED_ON[page]]

    assert sorted(asked) == sorted(Question)
    assert set(QUESTION_WORDS) == set(Question)


def test_the_answer_of_one_why_asks_the_next() -> None:
    said = {Question.WHY_1: "The loader ran twice", Question.WHY_2: "It was restarted by hand"}

    assert asked_whys(said, "Orders are doubled") == [
        (Question.WHY_1, "Orders are doubled"),
        (Question.WHY_2, "The loader ran twice"),
        (Question.WHY_3, "It was restarted by hand"),
    ]
    assert asked_whys({}, "Orders are doubled") == [(Question.WHY_1, "Orders are doubled")]
    assert len(asked_whys(dict.fromkeys(WHYS, "so"), "x")) == len(WHYS)


def test_next_stays_with_the_whys_while_they_are_answered() -> None:
    one = {Question.WHY_1: "so"}

    assert page_after(CausePage.WHYS, {}, one) is CausePage.WHYS
    assert page_after(CausePage.WHYS, one, one) is CausePage.LESSONS
    assert page_after(CausePage.WHYS, {}, dict.fromkeys(WHYS, "so")) is CausePage.LESSONS
    assert page_after(CausePage.CAUSE, {}, one) is None
    assert page_before(CausePage.LINEAGE) is CausePage.LINEAGE


@given(answers, answers)
def test_only_what_is_said_anew_is_an_answer(before: Answers, said: Answers) -> None:
    changed = changed_answers(before, said)
    after = {**before, **changed}

    assert set(changed) <= set(said)
    assert all(after.get(question, "") == words for question, words in said.items())
    assert changed_answers(after, said) == {}


@given(st.lists(answers, min_size=1, max_size=9))
def test_pressing_next_again_and_again_comes_to_the_end(pages_said: list[Answers]) -> None:
    page: CausePage | None = PAGES[0]
    before: Answers = {}
    presses = 0
    while page is not None:
        said = pages_said[presses] if presses < len(pages_said) else {}
        after = {**before, **{each: said[each] for each in ASKED_ON[page] if each in said}}
        page, before = page_after(page, before, after), after
        presses += 1
        assert presses <= len(PAGES) + len(WHYS)


@given(answers)
def test_the_chain_of_whys_leaves_gaps_out(said: Answers) -> None:
    assert len(whys_of(said)) == sum(bool(said.get(why)) for why in WHYS)
    assert (next_why(said) is None) == (len(whys_of(said)) == len(WHYS))
    assert 0 <= pages_answered(said) <= len(PAGES)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("It was human error", "what made that error possible"),
        ("Ben should have checked", "the easy thing to do"),
        ("She shouldn't have pressed it", "the easy thing to do"),
        ("Ops forgot to run it", "relied on somebody"),
        ("A careless edit", "know and see"),
        ("It was his fault", "one person's slip"),
    ],
)
def test_words_about_who_are_answered_with_a_question_about_what(words: str, asks: str) -> None:
    [hint] = blameless_hints(words, words)

    assert asks in hint


@pytest.mark.parametrize(
    "words", ["The loader ran twice", "A default failed over", "It has to have a key", ""]
)
def test_words_about_the_system_need_no_hint(words: str) -> None:
    assert blameless_hints(words) == ()
