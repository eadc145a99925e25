"""Holds on retention: the task of whoever sees to one, the list of an incident, and the forms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.asset_input import asset_input
from bot.blocks.drawn_anew import Drawing
from bot.blocks.inputs import person_input, text_input, time_input
from bot.blocks.kit import Message, actions, button, message, modal, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, channel_link, line, moment, person, strong
from bot.blocks.repair.views import HoldView
from bot.blocks.views import IncidentView

_SHOWN: Final = 15
_WHAT: Final = 120
_WHY: Final = 500


def hold_task(view: HoldView, now: datetime) -> Message:
    """Ask its holder for what is to be done about it now; once released it asks for nothing."""
    first = _first(view)
    asks = _asks(view, now)
    why = line(f"Why: {clip(one_line(view.because), _WHY)} (", person(view.asked_by_id), ")")
    where: Line = ("In ", channel_link(view.channel_id), ".") if view.channel_id else ()
    buttons = _buttons(view)
    blocks: list[Block] = [rich(*(each for each in (first, asks, why, where) if each))]
    if buttons:
        blocks.append(actions(*buttons, name=Drawing("hold", str(view.id)).row()))
    return message(blocks, first, asks, why, where)


def hold_asked(view: HoldView) -> Message:
    """Say in the channel that it is asked for, and of whom."""
    asked = line(person(view.asked_by_id), " asks ", person(view.holder_id), " for it: ")
    return note(_first(view, whose=False), line(*asked, clip(one_line(view.because), _WHY)))


def hold_due(view: HoldView, *, is_unheard: bool = False) -> Message:
    """Say in the channel that it is over its end, and whose it is; `is_unheard`: that they are not in."""
    told = line(person(view.holder_id), ": is it released? What is held for ever is a fault of its own.")
    if is_unheard:
        told = line(
            person(view.holder_id), " is not in this channel, and hears nothing of it. Who sees to it?"
        )
    first = _first(view, whose=False)
    row = actions(*_buttons(view), name=Drawing("hold", str(view.id)).row())
    return message([rich(first, told), row], first, told)


def hold_given(view: HoldView, *, by_id: str) -> Message:
    """Tell whoever had the task that it is somebody else's now."""
    by = () if by_id == view.holder_id else (", says ", person(by_id))
    told = line(person(view.holder_id), " sees to it now", *by, ". Nothing more is needed of you.")
    return note(_first(view, whose=False), told)


def hold_list(incident_id: int, views: Sequence[HoldView]) -> Message:
    """All holds of an incident, the open ones with their buttons."""
    blocks: list[Block] = []
    said: list[Line] = []
    drawing = Drawing("holds", str(incident_id))
    for number, view in enumerate(sorted(views, key=lambda each: each.released_at is not None)[:_SHOWN]):
        first = _first(view)
        blocks.append(rich(first))
        said.append(first)
        if buttons := _buttons(view):
            blocks.append(actions(*buttons, name=drawing.row(number)))
    more = len(views) - _SHOWN
    if more > 0:
        blocks.append(rich(line(f"and {more} more")))
    further = button("Hold something else", "hold_new", incident_id)
    blocks.append(actions(further, name=drawing.row(_SHOWN)))
    return message(blocks, *(said or [line("Nothing is held.")]))


def hold_form(
    view: IncidentView,
    proposed_at: datetime,
    holder_id: str,
    *,
    what: str = "",
    because: str = "",
    private_metadata: str = "",
) -> dict[str, Any]:
    """What must not be deleted, until when, why, and whose task that is; with what was typed of it."""
    return modal(
        callback_id="hold",
        title=f"Hold for {view.ref}",
        submit="Ask for it",
        blocks=[
            asset_input(
                label="What must not be deleted", initial=what or None, hint="A table, topic or folder."
            ),
            time_input("until", "Until", initial=proposed_at, optional=False),
            text_input(
                "because",
                "What it is needed for",
                initial=because or None,
                max_length=500,
                placeholder="The only copy of Monday's file",
            ),
            person_input(
                "holder",
                "Whose task it is",
                initial=holder_id,
                hint="They are told, and reminded to release it.",
            ),
        ],
        private_metadata=private_metadata,
    )


def extend_hold_form(view: HoldView, proposed_at: datetime, *, private_metadata: str = "") -> dict[str, Any]:
    """Until when, instead."""
    return modal(
        callback_id="hold_longer",
        title="Hold it for longer",
        submit="Extend",
        blocks=[rich(_first(view)), time_input("until", "Until", initial=proposed_at, optional=False)],
        private_metadata=private_metadata,
    )


def give_hold_form(view: HoldView, *, private_metadata: str = "") -> dict[str, Any]:
    """Whose task it is, instead."""
    return modal(
        callback_id="hold_give",
        title="Give the hold away",
        submit="Give",
        blocks=[
            rich(_first(view)),
            person_input(
                "holder",
                "Whose task it is from now on",
                hint="They are told, and reminded to release it; whoever has it now is told, too.",
            ),
        ],
        private_metadata=private_metadata,
    )


def _first(view: HoldView, *, whose: bool = True) -> Line:
    """`Hold on retention of raw.orders until Friday, for INC-12 · asked of Dia, not confirmed yet`."""
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    what = clip(one_line(view.what), _WHAT) or "—"
    head = line(
        *drill, strong(f"Hold on retention of {what}"), " until ", moment(view.until_at), f", for {view.ref}"
    )
    return beside(head, _state(view, whose=whose))


def _state(view: HoldView, *, whose: bool) -> Line:
    """How far it is; `whose`: and whose task, where that is not said beside it."""
    if view.released_at:
        by: Line = (" by ", person(view.released_by_id)) if view.released_by_id else ()
        return line("released ", moment(view.released_at), *by)
    if view.held_at:
        held: Line = (" by ", person(view.held_by_id)) if view.held_by_id else ()
        theirs: Line = (", ", person(view.holder_id), " sees to it")
        return line("held", *held, *(theirs if whose and view.held_by_id != view.holder_id else ()))
    asked: Line = ("asked of ", person(view.holder_id), ", ") if whose else ()
    return line(*asked, "not confirmed yet")


def _asks(view: HoldView, now: datetime) -> Line:
    if view.released_at:
        return ()
    if view.until_at <= now:
        return line("🔴 Its end has passed. Please release it, or hold it for longer.")
    if not view.held_at:
        return line("Please see that nothing deletes it, and press It is held.")
    return line("Please release it by then, or hold it for longer.")


def _buttons(view: HoldView) -> tuple[ButtonElement, ...]:
    if view.released_at:
        return ()
    held = () if view.held_at else (button("It is held", "hold_confirm", view.id, style="primary"),)
    return (
        *held,
        button("Released", "hold_release", view.id),
        button("Hold it longer", "hold_longer", view.id),
        button("Give to someone", "hold_give", view.id),
    )
