"""What the listing methods have in common: types, archived ones, pages."""

from collections.abc import Iterable
from typing import Any

from sandbox.api.call import Call
from sandbox.api.paging import page_of
from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel

_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read"}


def listed_channels(call: Call, channels: Iterable[Channel]) -> dict[str, Any]:
    """One page of the channels of the types that were asked for."""
    wanted = _wanted_types(call)
    archived = not call.args.flag("exclude_archived")
    found = [
        channel for channel in channels if channel.type in wanted and (archived or not channel.is_archived)
    ]
    page, metadata = page_of(found, call.args, lambda channel: channel.id)
    return {"channels": [channel_object(call, channel) for channel in page], **metadata}


def channel_object(call: Call, channel: Channel, *, counted: bool = True) -> dict[str, Any]:
    """The channel object as the caller gets it."""
    count = len(call.workspace.channels.active_members(channel)) if counted else None
    return channel.payload(call.workspace.team.id, call.user_id, num_members=count)


def _wanted_types(call: Call) -> set[str]:
    names = call.args.ids("types") or ["public_channel"]
    if any(name not in _TYPES for name in names):
        raise SlackError("invalid_types")
    for name in names:
        call.caller.require(_SCOPES.get(name, f"{name}:read"))
    return {_TYPES[name] for name in names}
