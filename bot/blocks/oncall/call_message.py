"""The direct message to someone who is called, with the button to answer it."""

from slack_sdk.models.blocks import Block

from bot.blocks.kit import Message, actions, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.oncall.call_views import CalledView
from bot.blocks.parts import Line, channel_link, line, moment, person, strong
from models.vocabulary import CallState, label


def call_message(view: CalledView) -> Message:
    """Ask them; once it is settled, say how."""
    first, why = _what(view), _why(view)
    lines = [first, why, _where(view), _settled(view)]
    blocks: list[Block] = [rich(*lines)]
    if not _is_settled(view):
        blocks.append(actions(button("Acknowledge", "call_answer", view.call_id, style="primary")))
    return message(blocks, *lines)


def _what(view: CalledView) -> Line:
    name = f"{label(view.severity)} · {view.incident_ref}"
    if view.title is None:
        return line(strong(f"You are called: {name}"), ", which is private.")
    return line(strong(f"You are called: {name} · {clip(one_line(view.title), 300)}"))


def _why(view: CalledView) -> Line:
    """Somebody's words about a private incident are for those in its channel."""
    by: Line = ("By ", person(view.by_id)) if view.by_id else ()
    of: Line = ((", as " if by else "As "), one_line(view.name)) if view.name else ()
    why: Line = (f": {clip(one_line(view.why), 500)}",) if view.why and view.title is not None else ()
    said = (*by, *of, *why)
    return (*said, "." if not why else "") if said else ()


def _where(view: CalledView) -> Line:
    if view.title is None:
        return line("Whoever is in its channel can let you in; acknowledge, so that they know.")
    return line("It is in ", channel_link(view.channel_id), ".") if view.channel_id else ()


def _is_settled(view: CalledView) -> bool:
    return not view.is_incident_open or view.state in {CallState.ANSWERED, CallState.WITHDRAWN}


def _settled(view: CalledView) -> Line:
    when: Line = (" ", moment(view.settled_at)) if view.settled_at else ()
    if view.state is CallState.ANSWERED:
        return line(strong("You acknowledged"), *when, ".")
    if not view.is_incident_open:
        return line(strong("It is over."), " Nothing more is needed.")
    if view.state is CallState.WITHDRAWN:
        who: Line = (
            (person(view.answered_by_id), " acknowledged") if view.answered_by_id else ("It was settled",)
        )
        return line(*who, *when, ". Nothing more is needed.")
    return ()
