"""Modals that are submitted or closed, and what the app answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.blockkit import check_view
from sandbox.errors import SlackError
from sandbox.interactions.answering import form_errors
from sandbox.interactions.elements import state_fields
from sandbox.interactions.file_inputs import taken_in
from sandbox.interactions.finding import find_element
from sandbox.interactions.response_urls import Place
from sandbox.interactions.switchboard import Switchboard
from sandbox.interactions.view import View


@dataclass(frozen=True)
class Outcome:
    """What became of a submission: closed, errors, updated, pushed or cleared."""

    outcome: str
    errors: dict[str, str] = field(default_factory=dict)


async def submit(board: Switchboard, user_id: str, view_id: str, values: Mapping[str, Any]) -> Outcome:
    """Fill in and submit a modal. What Slack's client refuses never reaches the app."""
    view = _own_view(board, user_id, view_id)
    _fill_in(board, view, values)
    errors = form_errors(view.blocks, view.state())
    if errors:
        return Outcome("errors", errors)
    payload = board.payload(
        "view_submission",
        user_id,
        trigger_id=board.triggers.issue(user_id, view.id),
        view=board.shown(view),
        response_urls=_response_urls(board, view),
    )
    return _take(board, view, await board.ask(payload, wants_answer=True))


async def dismiss(board: Switchboard, user_id: str, view_id: str, *, clear: bool) -> None:
    """Close a modal, or all of them; the app hears of those with `notify_on_close`."""
    view = _own_view(board, user_id, view_id)
    clear = clear or bool(view.body.get("clear_on_close"))
    closing = list(reversed(board.views.stack(user_id))) if clear else [view]
    payloads = [_closed(board, gone, clear=clear) for gone in closing if gone.body.get("notify_on_close")]
    if clear:
        board.views.clear(user_id)
    else:
        board.views.close(view)
    for payload in payloads:
        await board.ask(payload)


def _own_view(board: Switchboard, user_id: str, view_id: str) -> View:
    view = board.views.find(view_id=view_id)
    if view.user_id != user_id or view.body.get("type") == "home":
        raise SlackError("not_found")
    return view


def _fill_in(board: Switchboard, view: View, values: Mapping[str, Any]) -> None:
    for block_id, inputs in values.items():
        for action_id, value in inputs.items():
            found = find_element(view.blocks, block_id, action_id)
            if found is None:
                raise SlackError("element_not_found")
            element = found[1]
            is_file = element["type"] == "file_input"
            taken = taken_in(board.workspace, view.user_id, element, value) if is_file else value
            view.enter(block_id, action_id, state_fields(element, taken))


def _closed(board: Switchboard, view: View, *, clear: bool) -> dict[str, Any]:
    return board.payload("view_closed", view.user_id, view=board.shown(view), is_cleared=clear)


def _take(board: Switchboard, view: View, answer: Any) -> Outcome:
    """Do what the app answered; an empty ack closes the modal."""
    if not board.views.is_open(view):
        return Outcome("closed")  # the person closed it while the app was thinking
    action = answer.get("response_action") if isinstance(answer, Mapping) else None
    match action:
        case None:
            board.views.close(view)
            return Outcome("closed")
        case "errors":
            return Outcome("errors", _known_errors(view, answer.get("errors")))
        case "clear":
            board.views.clear(view.user_id)
            return Outcome("cleared")
        case "update":
            board.views.update(view, _checked(answer))
            return Outcome("updated")
        case "push":
            board.views.push(view.user_id, _checked(answer))
            return Outcome("pushed")
        case _:
            raise SlackError("invalid_response_action")


def _known_errors(view: View, errors: Any) -> dict[str, str]:
    """Slack shows no error for a block that is no input of the view: it calls the answer broken."""
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, Mapping) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    return {str(block_id): str(text) for block_id, text in errors.items()}


def _checked(answer: Mapping[str, Any]) -> dict[str, Any]:
    view = answer.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_view")
    check_view(view)
    return view


def _response_urls(board: Switchboard, view: View) -> list[dict[str, str]]:
    """Give a URL for each channel chosen in an input that asks for one."""
    urls = []
    state = view.state()
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        entry = state.get(block["block_id"], {}).get(element["action_id"], {})
        channel_id = entry.get("selected_conversation") or entry.get("selected_channel")
        if channel_id:
            url = board.response_urls.issue(Place(view.user_id, channel_id))
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**ids, "channel_id": channel_id, "response_url": url})
    return urls
