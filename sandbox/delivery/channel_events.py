"""Channels that appear, change and go, and who comes and leaves, as the Events API tells of them."""

from collections.abc import Iterator
from typing import Any, Final

from sandbox.workspace import Change, Workspace
from sandbox.workspace.channel import Channel

Event = tuple[str, dict[str, Any]]

_CHANGES: Final = {"archive": "archive", "unarchive": "unarchive", "name": "rename"}


def created(workspace: Workspace, change: Change, _app_user_id: str) -> Iterator[Event]:
    """Tell of a new public channel."""
    channel: Channel = change.body["channel"]
    if not channel.is_private:
        shown = channel.payload(workspace.team.id, channel.creator)
        yield _event(workspace, "channel_created", channel=shown)


def changed(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of archiving, unarchiving and renaming; topic and purpose only come as message lines."""
    channel: Channel = change.body["channel"]
    verb = _CHANGES.get(change.body["what"])
    if verb is None or not _known(channel, app_user_id):
        return
    name = f"{_family(channel)}_{verb}"
    if verb == "rename":
        shown = channel.payload(workspace.team.id, app_user_id)
        yield _event(workspace, name, channel=shown)
    else:
        yield _event(workspace, name, channel=channel.id, user=change.user_id)


def deleted(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell that a channel is gone for good."""
    channel: Channel = change.body["channel"]
    if _known(channel, app_user_id):
        yield _event(workspace, f"{_family(channel)}_deleted", channel=channel.id, actor_id=change.user_id)


def joined(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell who came in, the app itself included."""
    channel: Channel = change.body["channel"]
    if app_user_id in channel.members:
        invited = {"inviter": change.body["inviter"]} if change.body.get("inviter") else {}
        yield _membership(workspace, "member_joined_channel", channel, change.body["user"], invited)


def left(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell who left; when it was the app, also that the channel is lost to it."""
    channel: Channel = change.body["channel"]
    user_id = change.body["user"]
    if user_id == app_user_id:
        family = f"{_family(channel)}_left"
        yield _event(workspace, family, channel=channel.id, actor_id=change.user_id)
    if user_id == app_user_id or app_user_id in channel.members:
        yield _membership(workspace, "member_left_channel", channel, user_id, {})


def _membership(
    workspace: Workspace, name: str, channel: Channel, user_id: str, more: dict[str, Any]
) -> Event:
    team_id = workspace.team.id
    place = {"channel": channel.id, "channel_type": channel.type_letter, "team": team_id}
    return _event(workspace, name, user=user_id, **place, **more)


def _event(workspace: Workspace, name: str, **fields: Any) -> Event:
    return name, {"type": name, **fields, "event_ts": workspace.pulse.next_ts()}


def _family(channel: Channel) -> str:
    return "group" if channel.is_private else "channel"


def _known(channel: Channel, app_user_id: str) -> bool:
    """Public channels are everybody's news; private ones only their members'."""
    return not channel.is_private or app_user_id in channel.members
