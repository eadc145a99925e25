"""The pinned card: the one message that shows where an incident stands, redrawn whole and never patched."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.incident_lines import (
    alerts_line,
    ending,
    heading,
    held_roles,
    meanwhile,
    promise,
    standing,
    time_box,
    wanted,
    watch,
    where,
)
from bot.blocks.incidents.asks import asks_of
from bot.blocks.kit import Message, actions, bullets, button, header, message, overflow, rich
from bot.blocks.limits import HEADER_TEXT, clip, one_line
from bot.blocks.parts import Line, beside, code, fact, line, link, moment, people, person, strong
from bot.blocks.views import IncidentView

_LONG_TEXT = 1_000


def card(view: IncidentView) -> Message:
    """Draw the card of an incident, open or closed."""
    body = _open_lines(view) if view.is_open else _closed_lines(view)
    blocks: list[Block] = [header(heading(view)), rich(*_whole_title(view), *body)]
    asks = tuple(ask.as_line() for ask in asks_of(view))
    troubles = _troubles(view)
    if asks:
        blocks.append(bullets(*asks, under=line(strong("Asked now"))))
    if troubles:
        blocks.append(bullets(*troubles, under=line(strong("In the way"))))
    blocks.append(actions(*card_buttons(view)))
    return message(blocks, line(heading(view)), *body, *asks, *troubles)


def card_buttons(view: IncidentView) -> tuple[InteractiveElement, ...]:
    """The buttons that fit where it stands."""
    if not view.is_open:
        return (button("Reopen", "reopen", view.id),)
    first: list[InteractiveElement] = []
    if not view.acknowledged_at:
        first.append(button("Acknowledge", "acknowledge", view.id, style="primary"))
    if not view.commander_id:
        first.append(button("Take command", "take_command", view.id))
    return (
        *first,
        button("Update", "update", view.id),
        button("Advance", "advance", view.id),
        button("Add to ledger", "add_to_ledger", view.id),
        button("Close", "close", view.id),
        overflow("more", _more(view.id)),
    )


def _more(incident_id: int) -> dict[str, str]:
    # Each value begins with the callback id of the form that it opens. Slack takes five at most.
    words = {
        "edit": "Edit",
        "severity": "Severity",
        "assign_role": "Roles",
        "hand_off": "Hand off",
        "call_link": "Call link",
    }
    return {f"{form}:{incident_id}": label for form, label in words.items()}


def _open_lines(view: IncidentView) -> tuple[Line, ...]:
    return (
        beside(standing(view), _began(view), _seen(view)),
        time_box(view),
        held_roles(view),
        promise(view),
        wanted(view),
        meanwhile(view),
        where(view),
        _suggestion(view),
        beside(_call(view), alerts_line(view), _origin(view)),
    )


def _suggestion(view: IncidentView) -> Line:
    found = view.open_suggestion
    if found is None:
        return ()
    return line(clip(found.words, 400), " ", code("/incident severity"), " takes it, or says otherwise.")


def _closed_lines(view: IncidentView) -> tuple[Line, ...]:
    return (
        ending(view),
        watch(view),
        fact("What it was", clip(view.cause, _LONG_TEXT)) if view.cause else (),
        fact("What was done", clip(view.remedy, _LONG_TEXT)) if view.remedy else (),
        held_roles(view),
        where(view),
        beside(_began(view), alerts_line(view), _origin(view)),
    )


def _whole_title(view: IncidentView) -> tuple[Line, ...]:
    """Repeat a title that the header cannot hold."""
    return (line(clip(one_line(view.title), _LONG_TEXT)),) if len(heading(view)) > HEADER_TEXT else ()


def _began(view: IncidentView) -> Line:
    began: Line = line("began ", moment(view.began_at)) if view.began_at else ()
    by: Line = line(" by ", person(view.declared_by_id)) if view.declared_by_id else ()
    return beside(began, line("declared ", moment(view.declared_at), *by))


def _seen(view: IncidentView) -> Line:
    if not view.acknowledged_at:
        return ()
    by: Line = line(" by ", person(view.acknowledged_by_id)) if view.acknowledged_by_id else ()
    return line("acknowledged ", moment(view.acknowledged_at), *by)


def _call(view: IncidentView) -> Line:
    return line(link(view.call_url, "Join the call")) if view.call_url else ()


def _origin(view: IncidentView) -> Line:
    return line(link(view.origin_link, "where it was declared")) if view.origin_link else ()


def _troubles(view: IncidentView) -> tuple[Line, ...]:
    told = tuple(line(clip(trouble, 500)) for trouble in view.troubles)
    if not view.unreached_ids:
        return told
    missing = people(view.unreached_ids[:20])
    return (*told, line("Slack would not invite ", *missing, "; tell them another way."))
