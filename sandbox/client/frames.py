"""What a change looks like on the stream of one person; nothing that this person may not see."""

from collections.abc import Iterator
from typing import Any

from sandbox.client.shapes import channel_shape, home_shape, message_shape, stack_shape, user_shape
from sandbox.interactions.switchboard import Switchboard
from sandbox.workspace import Change, Channel

Frame = dict[str, Any]

_CHANNEL_KINDS = frozenset(
    {
        "channel_created",
        "channel_changed",
        "member_joined",
        "member_left",
        "pin_added",
        "pin_removed",
    }
)


def frames_for(board: Switchboard, change: Change, viewer_id: str) -> Iterator[Frame]:
    """Give the frames that one person gets for a change."""
    match change.kind:
        case "ephemeral" | "ephemeral_changed" | "ephemeral_deleted":
            yield from _ephemeral(change, viewer_id)
        case "user_changed":
            user = board.workspace.people.find(change.body["user"]["id"])
            yield {"type": "user", "user": user_shape(user)}
        case "views_changed" if change.user_id == viewer_id:
            yield {"type": "views", "stack": stack_shape(board, viewer_id)}
        case "home_published" if change.user_id == viewer_id:
            yield {"type": "home", "view": home_shape(board, viewer_id)}
        case "channel_deleted":
            yield {"type": "channel_gone", "channel": change.channel_id}
        case _ if change.channel_id is not None:
            yield from _in_channel(board, change, viewer_id)


def _ephemeral(change: Change, viewer_id: str) -> Iterator[Frame]:
    if change.body["reader"] != viewer_id:
        return
    place = {"type": change.kind, "channel": change.channel_id}
    if change.kind == "ephemeral_deleted":
        yield {**place, "ts": change.body["ts"]}
    else:
        yield {**place, "message": message_shape(change.body["message"])}


def _in_channel(board: Switchboard, change: Change, viewer_id: str) -> Iterator[Frame]:
    workspace = board.workspace
    channel = workspace.channels.find(change.channel_id or "")
    if not workspace.channels.may_see(viewer_id, channel):
        if change.kind in _CHANNEL_KINDS:  # it became private, or this person was removed from it
            yield {"type": "channel_gone", "channel": channel.id}
        return
    if change.kind in _CHANNEL_KINDS:
        if change.kind in ("pin_added", "pin_removed"):
            yield _changed(channel, workspace.messages.find(channel.id, change.body["ts"]).body)
        yield {"type": "channel", "channel": channel_shape(workspace, channel, viewer_id)}
    elif change.kind == "read_marked":
        if change.user_id == viewer_id:
            yield _unread(board, channel, viewer_id)
    else:
        yield from _message(board, change, channel, viewer_id)


def _message(board: Switchboard, change: Change, channel: Channel, viewer_id: str) -> Iterator[Frame]:
    match change.kind:
        case "message":
            if channel.is_im and len(channel.log) == 1:  # nobody was told when it was opened
                yield {"type": "channel", "channel": channel_shape(board.workspace, channel, viewer_id)}
            yield {
                "type": "message",
                "channel": channel.id,
                "message": message_shape(change.body["message"]),
            }
            if viewer_id in channel.members:
                yield _unread(board, channel, viewer_id)
        case "message_changed" | "thread_changed":
            yield _changed(channel, change.body["message"])
        case "message_deleted":
            yield {"type": "message_deleted", "channel": channel.id, "ts": change.body["deleted_ts"]}
        case "reaction_added" | "reaction_removed":
            item_ts = change.body["item"]["ts"]
            reactions = change.body["reactions"]
            yield {"type": "reaction", "channel": channel.id, "ts": item_ts, "reactions": reactions}


def _changed(channel: Channel, body: dict[str, Any]) -> Frame:
    return {"type": "message_changed", "channel": channel.id, "message": message_shape(body)}


def _unread(board: Switchboard, channel: Channel, viewer_id: str) -> Frame:
    unread, mentions = board.workspace.reading.unread(viewer_id, channel)
    return {"type": "unread", "channel": channel.id, "unread": unread, "mentions": mentions}
