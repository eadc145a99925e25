"""Forms upon forms: what is pressed in a form opens upon it; what lies below is drawn anew afterwards.

Slack stacks three, and keeps what was typed into those below. Each form carries what lies below it: other
forms, and at the bottom the message whose button opened the first, with the address that takes it anew.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.blocks.drawn_anew import Drawing
from bot.blocks.kit import Message, modal, note
from bot.blocks.parts import line
from handlers.answer import Answer, Open, Say
from handlers.incoming import Incoming

#: Where a form carries the forms below it: of each its view, its name, and which incident it is about; of an
#: update that gates have kept from a stage also which.
_BELOW: Final = "below"

#: Drawn anew by the press that opens them, which only reads: forms that list what is missing …
_FORMS: Final = frozenset({"advance", "close", "update"})
#: … and what one of their buttons shows.
_SHOWN: Final = frozenset({"hypothesis", "change"})

#: Names the row of that message, which has an address instead of a view, and a list instead of an incident.
_MESSAGE: Final = "message"

NOTHING_LEFT: Final = note(line("Nothing is left to be said here."))


def is_in_form(incoming: Incoming) -> bool:
    """Whether a button was pressed in a form, and not on a message or at home."""
    return incoming.kind == "block_actions" and incoming.view_id is not None


def shows_as_form(incoming: Incoming) -> bool:
    """Whether what is said is shown as a form: upon the one in which it was asked for, or upon a list.

    What is settled in a message of its own would leave the list as it was.
    """
    is_upon_list = incoming.name in _SHOWN and incoming.drawing is not None and bool(incoming.trigger_id)
    return (is_in_form(incoming) or is_upon_list) and not incoming.is_late


def upon(incoming: Incoming, view: Mapping[str, Any]) -> dict[str, Any]:
    """The form that opens upon the one in which something was pressed, or upon a message."""
    this = [_this(incoming)] if is_in_form(incoming) else []
    return _carrying(view, [*_below(incoming), *this])


def in_place(incoming: Incoming, view: Mapping[str, Any]) -> dict[str, Any]:
    """What the form itself becomes: below it lies what lay there before."""
    return _carrying(view, _below(incoming))


def shown(incoming: Incoming, said: Message) -> dict[str, Any]:
    """What is said to whoever pressed something in a form; there is nothing to send off."""
    title = f"INC-{incoming.kept['incident']}" if "incident" in incoming.kept else "Breakwater"
    kept = json.dumps({"incident": incoming.value})
    return modal(
        callback_id=incoming.name,
        title=title,
        blocks=said.blocks,
        submit=None,
        close="Back",
        private_metadata=kept,
    )


def list_below(incoming: Incoming) -> tuple[str, Drawing] | None:
    """The message at the bottom that lists what was settled just now: its address, and what draws it anew."""
    address, name, row, *_ = next(iter(_below(incoming)), (None, None, None))
    drawing = Drawing.named(str(row)) if name == _MESSAGE else None
    return (str(address), drawing) if drawing else None


def out_of_date(incoming: Incoming) -> Iterator[tuple[str, Incoming]]:
    """The views that what was done here has changed, each with the press that shows it anew."""
    above = [_this(incoming)] if is_in_form(incoming) else []
    rows = [*_below(incoming), *above]
    for depth, (view_id, name, number, *to) in enumerate(rows):
        if name in _FORMS | _SHOWN:
            yield (
                str(view_id),
                replace(
                    incoming,
                    kind="block_actions",
                    name=name,
                    value=str(number),
                    inbox_id=None,
                    kept={"incident": number, _BELOW: rows[:depth], **({"to": to[0]} if to else {})},
                    fields={},
                ),
            )


def is_to_follow(incoming: Incoming) -> bool:
    """Whether anything below shows what is no longer true."""
    return list_below(incoming) is not None or any(out_of_date(incoming))


def anew(press: Incoming, answer: Answer) -> dict[str, Any] | None:
    """What such a press shows now."""
    match answer:
        case Open(view) if press.name in _FORMS:
            return in_place(press, view)
        case Say(said):
            return in_place(press, shown(press, said))
        case Open():
            return in_place(press, shown(press, NOTHING_LEFT))
        case _:
            return None


def _this(incoming: Incoming) -> list[Any]:
    to = incoming.kept.get("to")
    return [incoming.view_id, incoming.form, incoming.kept.get("incident"), *([to] if to else [])]


def _below(incoming: Incoming) -> list[list[Any]]:
    if incoming.drawing is not None and incoming.response_url:
        return [[incoming.response_url, _MESSAGE, incoming.drawing.row()]]
    rows = incoming.kept.get(_BELOW)
    return (
        [row for row in rows if isinstance(row, list) and len(row) in {3, 4}]
        if isinstance(rows, list)
        else []
    )


def _carrying(view: Mapping[str, Any], below: list[list[Any]]) -> dict[str, Any]:
    if not below:
        return dict(view)
    kept = json.loads(view.get("private_metadata") or "{}")
    return {**view, "private_metadata": json.dumps({**kept, _BELOW: below})}
