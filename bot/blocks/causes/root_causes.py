"""The message of root causes, in the thread of the card: what each was, of what kind, and what is open."""

from collections.abc import Mapping
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.causes.views import RootCausesView, RootCauseView
from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, fact, line, person, strong
from models.cause_walk import PAGES, CauseFamily, CausePart, Question, Reproduced

#: So many have buttons of their own; Slack takes fifty blocks in a message.
SHOWN: Final = 8
_DROPPED_SHOWN: Final = 10
_TEXT: Final = 400
_FACT: Final = 240

FAMILY_WORDS: Final[Mapping[CauseFamily, str]] = {
    CauseFamily.DATA: "data",
    CauseFamily.LOGIC: "logic",
    CauseFamily.OPERATIONS: "operations",
}
FAMILY_MEANS: Final[Mapping[CauseFamily, str]] = {
    CauseFamily.DATA: "What came in was late, missing, wrong or of another shape",
    CauseFamily.LOGIC: "The code did with it what it should not",
    CauseFamily.OPERATIONS: "A run, a system, an access or a setting",
}
PART_WORDS: Final[Mapping[CausePart, str]] = {
    CausePart.MAIN: "main cause",
    CausePart.CONTRIBUTING: "contributing",
    CausePart.DROPPED: "dropped",
}
REPRODUCED_WORDS: Final[Mapping[Reproduced, str]] = {
    Reproduced.YES: "reproduced",
    Reproduced.NO: "could not be reproduced",
    Reproduced.NOT_TRIED: "not tried to reproduce",
}


def root_causes_board(view: RootCausesView) -> Message:
    """Draw all of them; what was dropped in a line each."""
    counted = [each for each in view.causes if each.counts]
    dropped = [each for each in view.causes if not each.counts]
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    first = line(*drill, strong("Root cause" if len(counted) < 2 else f"{len(counted)} root causes"))
    blocks: list[Block] = [rich(first)]
    said: list[Line] = [first]
    for each in counted[:SHOWN]:
        lines = cause_lines(each)
        blocks += [rich(*lines), actions(*_buttons(each))]
        said += lines
    if len(counted) > SHOWN:
        blocks.append(rich(line(f"and {len(counted) - SHOWN} more: drop some of these")))
    if dropped:
        gone = [line(strong(each.label), f" {_called(each)}") for each in dropped[-_DROPPED_SHOWN:]]
        blocks.append(bullets(*gone, under=line(strong("Dropped"))))
        said += gone
    # The one that was dropped last: a row takes a button of one kind once.
    again = [button(f"Take up {each.label} again", "cause_main", each.id) for each in dropped[-1:]]
    blocks.append(actions(button("Add a cause", "cause_new", view.incident_id), *again))
    return message(blocks, *said)


def cause_lines(view: RootCauseView) -> list[Line]:
    """What it was and of what kind, the whys, and what is not answered yet."""
    family = FAMILY_WORDS[view.family] if view.family else "kind not said yet"
    how = (line(REPRODUCED_WORDS[view.reproduced]),) if view.reproduced else ()
    by = line("by ", person(view.by_id))
    first = line(strong(view.label), f" {_called(view)}")
    facts = beside(line(PART_WORDS[view.part]), line(family), *how, _walked(view), by)
    asked = (
        (Question.SUCCESS, "Success means"),
        (Question.PREVENTABLE, "Preventable"),
        (Question.SOONER, "Detectable sooner"),
        (Question.MADE_POSSIBLE, "What made it possible"),
    )
    more = [
        fact(words, clip(one_line(view.answers[question]), _FACT))
        for question, words in asked
        if view.answers.get(question)
    ]
    return [each for each in (first, facts, _whys(view), *more) if each]


def _called(view: RootCauseView) -> str:
    """Its name and what it was, as far as somebody said so."""
    said = clip(one_line(view.statement or ""), _TEXT) or "is looked for"
    return f"{clip(one_line(view.name), 80)}: {said}" if view.name else said


def _walked(view: RootCauseView) -> Line:
    return line(
        "all pages answered" if view.pages == len(PAGES) else f"{view.pages} of {len(PAGES)} pages answered"
    )


def _whys(view: RootCauseView) -> Line:
    if not view.whys:
        return ()
    return fact("Why", clip(" ← ".join(clip(one_line(why), _FACT) for why in view.whys), 3 * _FACT))


def _buttons(view: RootCauseView) -> tuple[ButtonElement, ...]:
    is_main = view.part is CausePart.MAIN
    other = (
        button("Contributing only", "cause_contributing", view.id)
        if is_main
        else button("Main cause", "cause_main", view.id)
    )
    return (button("Continue", "cause_continue", view.id), other, button("Drop", "cause_drop", view.id))
