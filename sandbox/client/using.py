"""Using the app: commands, shortcuts, buttons and forms."""

from typing import Any

from sandbox.client.desk import Body, Desk, action, required
from sandbox.errors import SlackError
from sandbox.interactions.actions import Spot, act, suggest
from sandbox.interactions.commands import run_command
from sandbox.interactions.shortcuts import use_message_shortcut, use_shortcut
from sandbox.interactions.submissions import dismiss, submit


@action("command")
async def command(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Type a slash command; in threads there are none."""
    if body.get("thread_ts"):
        raise SlackError("not_supported_in_threads", message="Slash commands do not work in threads.")
    name, channel_id = required(body, "command"), required(body, "channel")
    await run_command(desk.board, user_id, channel_id, name, str(body.get("text") or ""))
    return {}


@action("shortcut")
async def shortcut(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Use a shortcut, on a message when one is named."""
    callback_id = required(body, "callback_id")
    if body.get("ts"):
        channel_id, ts = required(body, "channel"), required(body, "ts")
        await use_message_shortcut(desk.board, user_id, callback_id, channel_id, ts)
    else:
        await use_shortcut(desk.board, user_id, callback_id)
    return {}


@action("action")
async def act_on(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Use a button or another element."""
    await act(desk.board, user_id, _spot(body), body.get("input"))
    return {}


@action("suggest")
async def suggest_for(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Type into an external select."""
    return await suggest(desk.board, user_id, _spot(body), str(body.get("query") or ""))


@action("submit")
async def submit_view(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Submit a form."""
    outcome = await submit(desk.board, user_id, required(body, "view_id"), body.get("values") or {})
    errors = {"errors": outcome.errors} if outcome.errors else {}
    return {"outcome": outcome.outcome, **errors}


@action("dismiss")
async def dismiss_view(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Close a form without submitting it."""
    await dismiss(desk.board, user_id, required(body, "view_id"), clear=bool(body.get("clear")))
    return {}


def _spot(body: Body) -> Spot:
    container = body.get("container")
    if not isinstance(container, dict):
        raise SlackError("invalid_arguments", message="container is missing")
    return Spot(container, required(body, "block_id"), required(body, "action_id"))
