"""Everything that is in the workspace, for tests that look at the end state."""

from typing import Any

from sandbox.client.shapes import home_shape, stack_shape, user_shape
from sandbox.interactions.switchboard import Switchboard
from sandbox.workspace import Channel


def dump(board: Switchboard) -> dict[str, Any]:
    """Give channels with all messages and metadata, people, files, ephemerals, views and Homes."""
    workspace = board.workspace
    people = sorted(board.views.people())
    return {
        "team": {
            "id": workspace.team.id,
            "name": workspace.team.name,
            "domain": workspace.team.domain,
        },
        "channels": [_channel(channel) for channel in workspace.channels.all.values()],
        "users": [user_shape(user) for user in workspace.people.users.values()],
        "groups": [workspace.groups.payload(group, users=True) for group in workspace.groups.all.values()],
        "files": [workspace.files.payload(file) for file in workspace.files.all.values() if file.complete],
        "ephemerals": [
            {"reader": reader, "channel": channel_id, **message.shown()}
            for (reader, channel_id), messages in workspace.ephemerals.shown.items()
            for message in messages.values()
        ],
        "views": {user_id: stack_shape(board, user_id) for user_id in people},
        "homes": {user_id: home_shape(board, user_id) for user_id in people},
    }


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "type": channel.type,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "creator": channel.creator,
        "topic": channel.topic.value,
        "purpose": channel.purpose.value,
        "members": list(channel.members),
        "pins": [pin.ts for pin in channel.pins],
        "bookmarks": channel.bookmarks,
        "messages": [message.shown(metadata=True) for message in channel.log.all()],
        "deleted": channel.log.deleted,
    }
