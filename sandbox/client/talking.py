"""Saying things: messages, edits, reactions, pins."""

import uuid
from typing import Any

from sandbox.client.desk import Body, Desk, action, required
from sandbox.errors import SlackError
from sandbox.workspace import Draft
from sandbox.workspace.markup import typed
from sandbox.workspace.messages import Edit
from sandbox.workspace.richtext import rich_text


@action("post")
def post(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Say something in a channel or thread."""
    text = _typed(desk, body)
    draft = Draft(
        text=text,
        blocks=rich_text(text),
        thread_ts=body.get("thread_ts") or None,
        reply_broadcast=bool(body.get("reply_broadcast")),
        client_msg_id=str(body.get("client_msg_id") or uuid.uuid4()),
    )
    message = desk.workspace.messages.post(user_id, required(body, "channel"), draft)
    return {"ts": message.ts}


@action("edit")
def edit(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Change one's own words."""
    text = _typed(desk, body)
    change = Edit(text=text, blocks=rich_text(text))
    desk.workspace.messages.update(user_id, required(body, "channel"), required(body, "ts"), change)
    return {}


@action("delete")
def delete(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Take a message back, or dismiss one that only this person sees."""
    channel_id, ts = required(body, "channel"), required(body, "ts")
    if not desk.workspace.ephemerals.drop(user_id, channel_id, ts):
        desk.workspace.messages.delete(user_id, channel_id, ts)
    return {}


@action("react")
def react(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Add a reaction."""
    channel_id, ts = required(body, "channel"), required(body, "ts")
    desk.workspace.reactions.add(user_id, channel_id, ts, _emoji(body))
    return {}


@action("unreact")
def unreact(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Take a reaction back."""
    channel_id, ts = required(body, "channel"), required(body, "ts")
    desk.workspace.reactions.remove(user_id, channel_id, ts, _emoji(body))
    return {}


@action("pin")
def pin(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Pin a message."""
    desk.workspace.pins.add(user_id, required(body, "channel"), required(body, "ts"))
    return {}


@action("unpin")
def unpin(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Unpin a message."""
    desk.workspace.pins.remove(user_id, required(body, "channel"), required(body, "ts"))
    return {}


@action("read")
def read(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Remember how far the person has read."""
    desk.workspace.reading.mark(user_id, required(body, "channel"), required(body, "ts"))
    return {}


def _typed(desk: Desk, body: Body) -> str:
    text = str(body.get("text") or "")
    if not text.strip():
        raise SlackError("no_text")
    return typed(text, desk.workspace)


def _emoji(body: Body) -> str:
    return required(body, "name").strip(":")
