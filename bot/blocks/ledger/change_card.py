"""The message of a change: what, where, the way back, what is awaited, and buttons for what may come next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import ButtonElement

from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.ledger.views import ChangeView, StepView
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, fact, line, moment, person, strong
from models.change import ChangeState, ChangeStep

_TEXT: Final = 600
_FACT: Final = 300

#: Changes that one answer shows.
_MOST: Final = 5

STATE_WORDS: Final[Mapping[ChangeState, str]] = {
    ChangeState.PLANNED: "planned",
    ChangeState.APPLIED: "applied",
    ChangeState.HELD: "holds",
    ChangeState.ROLLED_BACK: "rolled back",
    ChangeState.REMOVED: "removed",
}
STEP_WORDS: Final[Mapping[ChangeStep, str]] = {
    ChangeStep.APPROVED: "approved",
    ChangeStep.APPLIED: "applied",
    ChangeStep.HELD: "post-condition held",
    ChangeStep.ROLLED_BACK: "rolled back",
    ChangeStep.MADE_PERMANENT: "made permanent",
    ChangeStep.REMOVED: "removed",
    ChangeStep.EXPLAINED: "stays for now",
}
#: What a button says; explaining is asked for where the incident is closed.
BUTTONS: Final[Mapping[ChangeStep, str]] = {
    ChangeStep.APPROVED: "Approve",
    ChangeStep.APPLIED: "Applied",
    ChangeStep.HELD: "It held",
    ChangeStep.ROLLED_BACK: "Rolled back",
    ChangeStep.MADE_PERMANENT: "Make permanent",
    ChangeStep.REMOVED: "Removed",
}


def change_card(view: ChangeView) -> Message:
    """Draw it as it stands."""
    first = line(strong(_headline(view)), f" {clip(one_line(view.text), _TEXT)}", *_by(view.by_id))
    lines = [each for each in (first, _where(view), *_conditions(view), *_steps(view)) if each]
    blocks = [rich(*lines)]
    if buttons := _buttons(view):
        blocks.append(actions(*buttons))
    return message(blocks, *lines)


def changes_unseen(views: Sequence[ChangeView]) -> Message:
    """Those of which nobody has said whether they worked, for who would go on."""
    first = line(strong("Did it work?"), " Say it of each.")
    shown = [change_card(view) for view in views[:_MOST]]
    rest = len(views) - len(shown)
    more = line(f"and {rest} more, each on its message in this channel") if rest else ()
    blocks = [
        rich(first),
        *(block for each in shown for block in each.blocks),
        *([rich(more)] if more else []),
    ]
    return message(blocks, first, more)


def change_chase(view: ChangeView, next_at: datetime | None) -> Message:
    """Ask whether something temporary is gone."""
    who: Line = (person(view.by_id), ": ") if view.by_id else ()
    first = line(*who, "this temporary change is still in place: ", strong(clip(one_line(view.text), _TEXT)))
    again: Line = ("I ask again ", moment(next_at), ".") if next_at else ()
    way = line(f"The way back: {clip(one_line(view.typed.rollback), _FACT)}") if view.typed.rollback else ()
    lines = [each for each in (first, way, again) if each]
    pressed = (ChangeStep.REMOVED, ChangeStep.MADE_PERMANENT)
    return message([rich(*lines), actions(*(_button(view, step) for step in pressed))], *lines)


def change_settled(view: ChangeView) -> Message:
    """What the answer to a chase becomes."""
    return note(line(strong(_headline(view)), f" {clip(one_line(view.text), _TEXT)}"), *_steps(view)[-1:])


def _headline(view: ChangeView) -> str:
    drill = "DRILL " if view.is_drill else ""
    change = "Temporary change" if view.life.is_temporary else "Change"
    words = "withdrawn" if view.is_withdrawn else STATE_WORDS[view.life.state]
    return f"{drill}{change}, {words}:"


def _by(user_id: str | None) -> Line:
    return (" (", person(user_id), ")") if user_id else ()


def _where(view: ChangeView) -> Line:
    typed = view.typed
    way_back = {True: "can be undone", False: "cannot be undone", None: ""}[typed.reversible]
    until: Line = ("to be gone ", moment(typed.until_at)) if typed.until_at and view.life.must_go else ()
    return beside(
        fact("Where", clip(one_line(typed.where), _FACT)) if typed.where else (),
        (way_back,) if way_back else (),
        until,
    )


def _conditions(view: ChangeView) -> list[Line]:
    typed = view.typed
    said = (
        ("Before it", typed.precondition),
        ("Holds when", typed.postcondition),
        ("Way back", typed.rollback),
        ("Side effects", typed.side_effects),
    )
    facts = [fact(name, clip(one_line(words), _FACT)) for name, words in said if words]
    asks = [line("Somebody else approves it before it is applied.")] if _waits_for_approval(view) else []
    lacks = [line("It was applied without the approval that this severity asks for.")] if _lacks(view) else []
    return [*facts, *asks, *lacks]


def _waits_for_approval(view: ChangeView) -> bool:
    return view.wants_approval and view.life.state is ChangeState.PLANNED


def _lacks(view: ChangeView) -> bool:
    return view.wants_approval and view.life.is_in_place


def _steps(view: ChangeView) -> list[Line]:
    return [_step(each) for each in view.steps[-6:]]


def _step(step: StepView) -> Line:
    why = f": {clip(one_line(step.why), _FACT)}" if step.why.strip() else ""
    by: Line = (" by ", person(step.by_id)) if step.by_id else ()
    return line(f"{STEP_WORDS[step.step].capitalize()} ", moment(step.at), *by, why)


def _buttons(view: ChangeView) -> list[ButtonElement]:
    if view.is_withdrawn:
        return []
    steps = [step for step in view.life.steps if step in BUTTONS and _offers(view, step)]
    more = (
        [button("Add details", "entry_amend", view.id)]
        if view.life.is_in_place or not view.life.is_settled
        else []
    )
    return [*(_button(view, step) for step in steps), *more]


def _offers(view: ChangeView, step: ChangeStep) -> bool:
    """Approve only where it is asked for, and nothing that could not be done now."""
    if step is ChangeStep.APPROVED:
        return view.wants_approval
    return not (step is ChangeStep.APPLIED and view.wants_approval)


def _button(view: ChangeView, step: ChangeStep) -> ButtonElement:
    words = (
        "Drop it" if view.life.state is ChangeState.PLANNED and step is ChangeStep.REMOVED else BUTTONS[step]
    )
    return button(words, f"change_{step}", view.id)
