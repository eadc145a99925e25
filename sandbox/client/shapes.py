"""How the page is told of channels, messages and people."""

from typing import Any

from sandbox.interactions.switchboard import Switchboard
from sandbox.workspace import Channel, Message, User, Workspace


def channel_shape(workspace: Workspace, channel: Channel, viewer_id: str) -> dict[str, Any]:
    """A conversation as one person sees it."""
    member = viewer_id in channel.members
    unread, mentions = workspace.reading.unread(viewer_id, channel) if member else (0, 0)
    latest = channel.log.latest()
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "user": channel.counterpart(viewer_id),
        "topic": channel.topic.value,
        "purpose": channel.purpose.value,
        "creator": channel.creator,
        "member": member,
        "num_members": len(channel.members),
        "unread": unread,
        "mentions": mentions,
        "latest_ts": latest.ts if latest else None,
        "pins": [pin.ts for pin in channel.pins],
    }


def message_shape(message: Message | dict[str, Any]) -> dict[str, Any]:
    """A message: Slack's own, and whether it is pinned or only for this person."""
    body = message.body if isinstance(message, Message) else message
    return {**body, "pinned": bool(body.get("pinned_to")), "ephemeral": bool(body.get("is_ephemeral"))}


def user_shape(user: User) -> dict[str, Any]:
    """A person or a bot."""
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "color": user.color,
        "is_bot": user.is_bot,
        "is_guest": user.is_guest,
        "is_admin": user.is_admin,
        "deleted": user.deleted,
        "tz": user.tz,
    }


def stack_shape(board: Switchboard, user_id: str) -> list[dict[str, Any]]:
    """The modals of a person, the visible one last."""
    return [board.shown(view) for view in board.views.stack(user_id)]


def home_shape(board: Switchboard, user_id: str) -> dict[str, Any] | None:
    """The app's Home of a person."""
    view = board.views.home(user_id)
    return board.shown(view) if view else None
