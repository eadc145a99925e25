"""Making channels and changing them, coming and going."""

from typing import Any

from sandbox.client.desk import Body, Desk, action, required
from sandbox.client.shapes import channel_shape
from sandbox.workspace import Channel


@action("create")
def create(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Create a channel."""
    name, is_private = required(body, "name"), bool(body.get("is_private"))
    return _shown(desk, user_id, desk.workspace.channels.create(user_id, name, is_private=is_private))


@action("rename")
def rename(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Rename a channel."""
    channel_id, name = required(body, "channel"), required(body, "name")
    return _shown(desk, user_id, desk.workspace.channels.rename(user_id, channel_id, name))


@action("archive")
def archive(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Archive a channel."""
    return _shown(desk, user_id, desk.workspace.channels.archive(user_id, required(body, "channel")))


@action("unarchive")
def unarchive(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Bring an archived channel back."""
    return _shown(desk, user_id, desk.workspace.channels.unarchive(user_id, required(body, "channel")))


@action("topic")
def topic(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Set the topic."""
    channel_id, text = required(body, "channel"), str(body.get("text") or "")
    return _shown(desk, user_id, desk.workspace.channels.set_topic(user_id, channel_id, text))


@action("join")
def join(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Join a public channel."""
    channel, _ = desk.workspace.membership.join(user_id, required(body, "channel"))
    return _shown(desk, user_id, channel)


@action("leave")
def leave(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Leave a channel."""
    desk.workspace.membership.leave(user_id, required(body, "channel"))
    return {}


@action("invite")
def invite(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Invite people and apps."""
    users = [str(user) for user in body.get("users") or ()]
    channel, errors = desk.workspace.membership.invite(user_id, required(body, "channel"), users)
    return {**_shown(desk, user_id, channel), **({"errors": errors} if errors else {})}


@action("kick")
def kick(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Remove somebody from a channel."""
    channel_id = required(body, "channel")
    return _shown(desk, user_id, desk.workspace.membership.kick(user_id, channel_id, required(body, "user")))


@action("convert_private")
def convert_private(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Make a public channel private, as an admin."""
    channel_id = required(body, "channel")
    return _shown(desk, user_id, desk.workspace.channels.convert_private(user_id, channel_id))


@action("delete_channel")
def delete_channel(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Delete a channel for good, as an admin."""
    desk.workspace.channels.delete(user_id, required(body, "channel"))
    return {}


def _shown(desk: Desk, user_id: str, channel: Channel) -> dict[str, Any]:
    return {"channel": channel_shape(desk.workspace, channel, user_id)}
