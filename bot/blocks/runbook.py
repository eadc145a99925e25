"""A runbook's checklist in the thread of the card: who did which step, when, and what is next."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.blocks.kit import Message, actions, button, confirm, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, line, link, moment, person, strong

#: What a step may take of a message that holds fifteen of them.
_STEP = 300


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step."""

    number: int
    words: str
    done_at: datetime | None = None
    done_by_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class RunbookView:
    """A runbook at work in an incident."""

    id: int
    ref: str
    name: str
    steps: tuple[StepView, ...]
    is_drill: bool = False
    is_open: bool = True
    links: tuple[tuple[str, str], ...] = ()
    remedy: str | None = None


def runbook_card(view: RunbookView) -> Message:
    """Draw the steps, a button at each that is still to be done."""
    done = sum(1 for step in view.steps if step.done_at)
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    count = f" · {done} of {len(view.steps)} done"
    head = line(*drill, strong(f"Runbook: {clip(one_line(view.name), 75)}"), count)
    links = beside(*(line(link(url, clip(one_line(words), 75))) for words, url in view.links[:10]))
    blocks: list[Block] = [rich(head, links)]
    for step in view.steps:
        blocks.append(rich(_said(step)))
        if view.is_open and step.done_at is None:
            blocks.append(actions(button("Done", "runbook_step", f"{view.id}:{step.number}")))
    if view.remedy and view.is_open:
        blocks += _ending(view, view.remedy)
    return message(blocks, head, *(_said(step) for step in view.steps))


def runbook_list(names: tuple[str, ...]) -> Message:
    """Name those of the playbook, and how to open one."""
    said = line(", ".join(clip(one_line(name), 75) for name in names))
    return note(line(strong("Runbooks: "), *said), line("`/incident runbook name` opens one here."))


def _said(step: StepView) -> Line:
    words = line(f"{step.number}. {clip(one_line(step.words), _STEP)}")
    if step.done_at is None:
        return words
    by: Line = (" by ", person(step.done_by_id)) if step.done_by_id else ()
    return line("✓ ", *words, " · done ", moment(step.done_at), *by)


def _ending(view: RunbookView, remedy: str) -> list[Block]:
    asks = confirm(
        f"Close {view.ref}?",
        "It is closed as fixed, in the words of this runbook; who was told of it hears that it is over.",
        "Close it",
    )
    words = line(strong("If that was all: "), clip(one_line(remedy), _STEP))
    return [rich(words), actions(button("It is fixed", "runbook_remedy", view.id, confirm=asks))]
