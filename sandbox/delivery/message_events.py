"""Message changes as the Events API tells of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.workspace import Change, Workspace
from sandbox.workspace.channel import Channel

#: Which subscription carries the messages of a channel type.
_SUBSCRIPTIONS: Mapping[str, str] = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
}

#: What `app_mention` keeps of a message.
_MENTION_FIELDS = ("client_msg_id", "user", "bot_id", "text", "ts", "team", "blocks", "attachments", "files")

Event = tuple[str, dict[str, Any]]


def posted(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of a new message, and of the app being mentioned in it."""
    channel = _audible(workspace, change, app_user_id)
    if channel is None:
        return
    message = change.body["message"]
    if message.get("files") and "subtype" not in message:
        message = {**message, "subtype": "file_share"}  # in events only, history has none
    place = {"channel": channel.id, "event_ts": message["ts"], "channel_type": channel.type}
    yield _SUBSCRIPTIONS[channel.type], {**message, **place}
    if f"<@{app_user_id}" in message.get("text", "") and _may_mention(message, channel, app_user_id):
        kept = {name: message[name] for name in (*_MENTION_FIELDS, "thread_ts") if name in message}
        mention = {"type": "app_mention", **kept, "channel": channel.id, "event_ts": message["ts"]}
        yield "app_mention", mention


def changed(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of an edit, the old and the new message together."""
    channel = _audible(workspace, change, app_user_id)
    if channel is None:
        return
    versions = {name: change.body[name] for name in ("message", "previous_message")}
    yield _hidden(workspace, channel, "message_changed", versions)


def deleted(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of a deletion, with what is gone."""
    channel = _audible(workspace, change, app_user_id)
    if channel is None:
        return
    gone = {name: change.body[name] for name in ("deleted_ts", "previous_message")}
    yield _hidden(workspace, channel, "message_deleted", gone)


def _audible(workspace: Workspace, change: Change, app_user_id: str) -> Channel | None:
    """The channel, if the app is in it: a bot hears nothing elsewhere."""
    channel = workspace.channels.find(change.channel_id or "")
    return channel if app_user_id in channel.members else None


def _may_mention(message: Mapping[str, Any], channel: Channel, app_user_id: str) -> bool:
    """Direct messages, Slack's own lines and the app's own words are no mentions."""
    spoken = message.get("subtype") in (None, "bot_message", "thread_broadcast", "file_share")
    return spoken and not channel.is_im and message.get("user") != app_user_id


def _hidden(workspace: Workspace, channel: Channel, subtype: str, fields: dict[str, Any]) -> Event:
    ts = workspace.pulse.next_ts()
    event = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        **fields,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.type,
    }
    return _SUBSCRIPTIONS[channel.type], event
