"""The walk to a root cause: lineage, code, data, environment, five whys, and what it was. Pure.

Every question may be left open. What was answered is kept page by page, and an answer is never overwritten.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final


class CauseFamily(StrEnum):
    """What kind of cause it was."""

    DATA = "data"
    LOGIC = "logic"
    OPERATIONS = "operations"


class CausePart(StrEnum):
    """What part it had."""

    MAIN = "main"
    CONTRIBUTING = "contributing"
    #: It was none after all; what was found out about it stays.
    DROPPED = "dropped"


class Reproduced(StrEnum):
    """Whether it was made to happen again."""

    YES = "yes"
    NO = "no"
    NOT_TRIED = "not_tried"


class Question(StrEnum):
    """What the walk asks, in the order in which it does."""

    LINEAGE = "lineage"
    CODE = "code"
    DATA = "data"
    ENVIRONMENT = "environment"
    WHY_1 = "why_first"
    WHY_2 = "why_second"
    WHY_3 = "why_third"
    WHY_4 = "why_fourth"
    WHY_5 = "why_fifth"
    PREVENTABLE = "preventable"
    SOONER = "sooner"
    MADE_POSSIBLE = "made_possible"
    STATEMENT = "statement"
    NAME = "name"
    FAMILY = "family"
    PART = "part"
    REPRODUCED = "reproduced"
    REPRODUCED_HOW = "reproduced_how"
    SUCCESS = "success"


class CausePage(StrEnum):
    """One page of the form."""

    LINEAGE = "lineage"
    CODE = "code"
    DATA = "data"
    ENVIRONMENT = "environment"
    WHYS = "whys"
    LESSONS = "lessons"
    CAUSE = "cause"


PAGES: Final = tuple(CausePage)

WHYS: Final = (Question.WHY_1, Question.WHY_2, Question.WHY_3, Question.WHY_4, Question.WHY_5)

ASKED_ON: Final[Mapping[CausePage, tuple[Question, ...]]] = {
    CausePage.LINEAGE: (Question.LINEAGE,),
    CausePage.CODE: (Question.CODE,),
    CausePage.DATA: (Question.DATA,),
    CausePage.ENVIRONMENT: (Question.ENVIRONMENT,),
    CausePage.WHYS: WHYS,
    CausePage.LESSONS: (Question.PREVENTABLE, Question.SOONER, Question.MADE_POSSIBLE),
    CausePage.CAUSE: (
        Question.STATEMENT,
        Question.NAME,
        Question.FAMILY,
        Question.PART,
        Question.REPRODUCED,
        Question.REPRODUCED_HOW,
        Question.SUCCESS,
    ),
}

#: How each is named where its answer is told.
QUESTION_WORDS: Final[Mapping[Question, str]] = {
    Question.LINEAGE: "Lineage",
    Question.CODE: "Code",
    Question.DATA: "Data",
    Question.ENVIRONMENT: "Environment",
    **{why: f"Why {number}" for number, why in enumerate(WHYS, start=1)},
    Question.PREVENTABLE: "Preventable",
    Question.SOONER: "Detectable sooner",
    Question.MADE_POSSIBLE: "What made it possible",
    Question.STATEMENT: "What it was",
    Question.NAME: "Name",
    Question.FAMILY: "Kind",
    Question.PART: "Part",
    Question.REPRODUCED: "Reproduced",
    Question.REPRODUCED_HOW: "How it was reproduced",
    Question.SUCCESS: "Success means",
}

#: What may be chosen; all else is words.
CHOICES: Final[Mapping[Question, type[StrEnum]]] = {
    Question.FAMILY: CauseFamily,
    Question.PART: CausePart,
    Question.REPRODUCED: Reproduced,
}

Answers = Mapping[Question, str]


def page_after(page: CausePage, before: Answers, after: Answers) -> CausePage | None:
    """Where Next leads: to one more why while they are answered, else on; none after the last page."""
    if page is CausePage.WHYS and len(whys_of(after)) > len(whys_of(before)) and next_why(after):
        return page
    return PAGES[PAGES.index(page) + 1] if page is not PAGES[-1] else None


def page_before(page: CausePage) -> CausePage:
    """Where Back leads; from the first page nowhere."""
    return PAGES[max(0, PAGES.index(page) - 1)]


def whys_of(answers: Answers) -> tuple[str, ...]:
    """The chain of whys, as far as it goes: a gap ends none, it is left out."""
    return tuple(answers[why] for why in WHYS if answers.get(why))


def next_why(answers: Answers) -> Question | None:
    """The first that has no answer yet; none after five."""
    return next((why for why in WHYS if not answers.get(why)), None)


def asked_whys(answers: Answers, about: str) -> Sequence[tuple[Question, str]]:
    """The whys that are answered and the next one, each with its question: the answer before it.

    `about` is what the first one asks after.
    """
    asked, words = [], about
    for why in WHYS:
        asked.append((why, words))
        if not answers.get(why):
            break
        words = answers[why]
    return asked


def changed_answers(before: Answers, said: Answers) -> dict[Question, str]:
    """What is said anew, trimmed; a question that was not asked on the page is not in `said`, and stays."""
    trimmed = {question: words.strip() for question, words in said.items()}
    return {question: words for question, words in trimmed.items() if words != before.get(question, "")}


def pages_answered(answers: Answers) -> int:
    """How many pages say something."""
    return sum(any(answers.get(each) for each in asked) for asked in ASKED_ON.values())
