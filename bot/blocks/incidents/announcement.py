"""The announcement in the incidents' channel: one message, edited in place from opening to close."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.incident_lines import ending, leads, marks_of, room, standing, where
from bot.blocks.kit import Message, actions, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, fact, line, strong
from bot.blocks.views import IncidentView
from models.vocabulary import label


def announcement(view: IncidentView) -> Message:
    """Announce an incident where all may read it. Raises ValueError for a private one."""
    if view.is_private:
        raise ValueError(f"{view.ref} is private and must never be announced")
    lines = (_first(view), *(_open_lines(view) if view.is_open else _closed_lines(view)))
    blocks: list[Block] = [rich(*lines)]
    if view.is_open:
        blocks.append(actions(*_buttons(view)))
    return message(blocks, *lines)


def _first(view: IncidentView) -> Line:
    # What ended as part of another one goes on there: it is neither red here nor over.
    state = "🔴" if view.is_open else "➡️" if view.is_merged else "🟢"
    marks = " · ".join((*marks_of(view), label(view.severity), view.ref))
    return line(f"{state} ", strong(f"{marks} · {clip(one_line(view.title), 300)}"))


def _open_lines(view: IncidentView) -> tuple[Line, ...]:
    return (beside(standing(view), leads(view), room(view)), where(view))


def _closed_lines(view: IncidentView) -> tuple[Line, ...]:
    what = fact("What it was", clip(view.cause, 500)) if view.cause else ()
    return (beside(ending(view), room(view)), what)


def _buttons(view: IncidentView) -> tuple[InteractiveElement, ...]:
    join = button("Join", "join", view.id)
    return (join,) if view.commander_id else (join, button("Take command", "take_command", view.id))
