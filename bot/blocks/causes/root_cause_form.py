"""The form that walks to a root cause: page after page in one modal, each with what is known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.causes.root_causes import FAMILY_MEANS, FAMILY_WORDS, PART_WORDS, REPRODUCED_WORDS
from bot.blocks.causes.views import KnownView, SeenBefore
from bot.blocks.inputs import radio_input, select_input, text_input
from bot.blocks.kit import actions, bullets, button, menu, modal, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, strong
from models.cause_walk import (
    ASKED_ON,
    PAGES,
    Answers,
    CauseFamily,
    CausePage,
    CausePart,
    Question,
    Reproduced,
    asked_whys,
    whys_of,
)

_KNOWN: Final = 240
_ASKED_AFTER: Final = 200
#: As much as one answer may have.
LONGEST: Final = 2_000

PAGE_WORDS: Final[Mapping[CausePage, str]] = {
    CausePage.LINEAGE: "lineage",
    CausePage.CODE: "code",
    CausePage.DATA: "data",
    CausePage.ENVIRONMENT: "environment",
    CausePage.WHYS: "five whys",
    CausePage.LESSONS: "lessons",
    CausePage.CAUSE: "what it was",
}

#: What the first pages ask, and an example of an answer.
_ASKS: Final[Mapping[CausePage, tuple[str, str]]] = {
    CausePage.LINEAGE: (
        "Where does it begin, and is all above it right?",
        "Everything above stg_orders is right; it begins there",
    ),
    CausePage.CODE: (
        "What changed in code or settings before it began?",
        "The join in orders.sql, on Monday",
    ),
    CausePage.DATA: ("What came in that was different?", "Two files of the same hour, a new column"),
    CausePage.ENVIRONMENT: (
        "What of runs, systems, access or load was different?",
        "The warehouse was full; run 8123 was started twice",
    ),
}

_LESSONS: Final[tuple[tuple[Question, str, str], ...]] = (
    (
        Question.PREVENTABLE,
        "Could it have been prevented, and how?",
        "A contract with the source; a test in CI",
    ),
    (
        Question.SOONER,
        "Could it have been noticed sooner, and by what?",
        "A check of row counts after the load",
    ),
    (
        Question.MADE_POSSIBLE,
        "Where somebody slipped: what made that possible?",
        "Two buttons side by side; nobody had told them",
    ),
)


@dataclass(frozen=True, kw_only=True)
class CauseFormView:
    """One page as it is shown."""

    ref: str
    page: CausePage
    #: `C2`; of one that is only begun nothing.
    label: str = ""
    answers: Answers = field(default_factory=dict)
    part: CausePart = CausePart.MAIN
    known: KnownView = field(default_factory=KnownView)
    #: About what was said on the page before.
    hints: tuple[str, ...] = ()
    #: Said above the fields: why the page is here again.
    fault: Line = ()
    #: Slack keeps what was typed into a field of the same name: a field whose words changed needs another.
    suffix: str = ""


def cause_form(view: CauseFormView, *, private_metadata: str = "") -> dict[str, Any]:
    """Build one page; whatever is pressed on it keeps what was typed."""
    inputs = _inputs(view)
    for block in inputs:
        block.block_id = f"{block.block_id}{view.suffix}"
    number = PAGES.index(view.page) + 1
    return modal(
        callback_id="cause_walk",
        title=f"Cause {number}/{len(PAGES)}: {PAGE_WORDS[view.page]}",
        submit=_submit(view),
        close="Close",
        blocks=[*_above(view), *inputs, _turning(view)],
        private_metadata=private_metadata,
    )


def cause_recorded(ref: str, hints: Sequence[str]) -> dict[str, Any]:
    """Said at the end, where words could be kinder to whoever was there."""
    told = line(f"It is in the record of {ref}. Before others read it:")
    return modal(
        callback_id="cause_recorded",
        title="Recorded",
        submit=None,
        close="Close",
        blocks=[bullets(*(line(clip(each, _KNOWN)) for each in hints), under=told)],
    )


def _submit(view: CauseFormView) -> str:
    return "Record" if view.page is PAGES[-1] else "Next"


def _above(view: CauseFormView) -> list[Block]:
    what = f"{view.label} of {view.ref}" if view.label else f"A cause of {view.ref}"
    kept = line(strong(what), f". Every question may be left open; {_submit(view)} keeps what you typed.")
    blocks: list[Block] = [rich(kept)]
    if view.fault:
        blocks.append(rich(view.fault))
    if view.hints:
        hints = [line(clip(each, _KNOWN)) for each in view.hints]
        blocks.append(bullets(*hints, under=line(strong("On what you just wrote"))))
    if view.known.seen_before:
        seen = [_seen(each) for each in view.known.seen_before]
        blocks.append(bullets(*seen, under=line(strong("Seen before"))))
    if view.known.lines:
        known = [line(clip(one_line(each), _KNOWN)) for each in view.known.lines]
        blocks.append(bullets(*known, under=line(strong("Known already"))))
    return blocks


def _seen(each: SeenBefore) -> Line:
    """`INC-4 Orders late (the same asset): the loader ran twice; what was done: …`."""
    done = f". What was done: {clip(one_line(each.remedy), _KNOWN)}" if each.remedy else ""
    when: Line = (", closed ", moment(each.closed_at)) if each.closed_at else ()
    return line(
        strong(each.ref),
        f" {clip(one_line(each.title), 80)} ({each.because}",
        *when,
        f"): {clip(one_line(each.cause), _KNOWN)}{done}",
    )


def _inputs(view: CauseFormView) -> list[Block]:
    match view.page:
        case CausePage.WHYS:
            return _whys(view)
        case CausePage.LESSONS:
            return [_text(view, question, words, example) for question, words, example in _LESSONS]
        case CausePage.CAUSE:
            return _cause(view)
        case page:
            [question] = ASKED_ON[page]
            words, example = _ASKS[page]
            return [_text(view, question, words, example)]


def _whys(view: CauseFormView) -> list[Block]:
    """The answer of one becomes the question of the next."""
    about = view.answers.get(Question.STATEMENT) or view.known.about
    return [
        _text(view, why, f"{number}. Why is it that: {clip(one_line(words), _ASKED_AFTER)}", "Because …")
        for number, (why, words) in enumerate(asked_whys(view.answers, about), start=1)
    ]


def _cause(view: CauseFormView) -> list[Block]:
    answers = view.answers
    whys = whys_of(answers)
    proposed = answers.get(Question.STATEMENT) or (whys[-1] if whys else view.known.proposed)
    return [
        text_input(
            "statement",
            "What it was, in a sentence",
            initial=proposed,
            optional=True,
            multiline=True,
            max_length=LONGEST,
            placeholder="What the system did, not who",
        ),
        text_input("name", "A short name", initial=answers.get(Question.NAME), optional=True, max_length=80),
        radio_input(
            "family",
            "What kind of cause",
            {each.value: FAMILY_WORDS[each].capitalize() for each in CauseFamily},
            initial=answers.get(Question.FAMILY),
            about={each.value: FAMILY_MEANS[each] for each in CauseFamily},
            optional=True,
        ),
        select_input(
            "part",
            "What part it had",
            {each.value: PART_WORDS[each].capitalize() for each in (CausePart.MAIN, CausePart.CONTRIBUTING)},
            initial=view.part.value if view.part is not CausePart.DROPPED else CausePart.MAIN.value,
        ),
        select_input(
            "reproduced",
            "Was it reproduced?",
            {each.value: REPRODUCED_WORDS[each].capitalize() for each in Reproduced},
            initial=answers.get(Question.REPRODUCED),
            optional=True,
        ),
        _text(
            view,
            Question.REPRODUCED_HOW,
            "How, or what was tried",
            "The query over the rows of Monday, by its link",
        ),
        _text(
            view,
            Question.SUCCESS,
            "How will you know that it is fixed?",
            "Three loads in a row with one row per order",
        ),
    ]


def _text(view: CauseFormView, question: Question, words: str, example: str) -> Block:
    return text_input(
        question.value,
        words,
        initial=view.answers.get(question),
        optional=True,
        multiline=True,
        max_length=LONGEST,
        placeholder=example,
    )


def _turning(view: CauseFormView) -> Block:
    """Back, and any page by its name; below the fields, so that what is wrong with a field is said there."""
    pages = {
        page.value: f"{number} {PAGE_WORDS[page].capitalize()}{_mark(view, page)}"
        for number, page in enumerate(PAGES, start=1)
    }
    back = (button("Back", "cause_back"),) if view.page is not PAGES[0] else ()
    block = actions(*back, menu("cause_page", "Go to page", pages, initial=view.page.value))
    # Slack keeps what was chosen in a menu of the same name, and the page has changed since.
    block.block_id = f"pages_{view.page}{view.suffix}"
    return block


def _mark(view: CauseFormView, page: CausePage) -> str:
    return " ✓" if any(view.answers.get(each) for each in ASKED_ON[page]) else ""
