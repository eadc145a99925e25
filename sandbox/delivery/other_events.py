"""Reactions, pins, files, people and groups as the Events API tells of them."""

from collections.abc import Iterator
from typing import Any

from sandbox.workspace import Change, Workspace

Event = tuple[str, dict[str, Any]]


def reaction(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of a reaction that was added or removed."""
    if _in_channel(workspace, change, app_user_id):
        kept = ("reaction", "item", "item_user", "event_ts")
        fields = {name: change.body[name] for name in kept if change.body.get(name) is not None}
        yield change.kind, {"type": change.kind, "user": change.user_id, **fields}


def pin(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of a message that was pinned or unpinned."""
    if _in_channel(workspace, change, app_user_id):
        event = {
            "type": change.kind,
            "user": change.user_id,
            "channel_id": change.channel_id,
            "item": change.body["item"],
            "item_user": change.body["item_user"],
            "event_ts": change.body["event_ts"],
        }
        if change.kind == "pin_removed":
            event["has_pins"] = change.body["has_pins"]
        yield change.kind, event


def file_shared(workspace: Workspace, change: Change, app_user_id: str) -> Iterator[Event]:
    """Tell of a file in a channel; what it is must be asked for."""
    if _in_channel(workspace, change, app_user_id):
        file_id = change.body["file_id"]
        event = {
            "type": "file_shared",
            "channel_id": change.channel_id,
            "file_id": file_id,
            "user_id": change.user_id,
            "file": {"id": file_id},
            "event_ts": workspace.pulse.next_ts(),
        }
        yield "file_shared", event


def user_change(workspace: Workspace, change: Change, _app_user_id: str) -> Iterator[Event]:
    """Tell of somebody's new profile, or of a (de)activated account."""
    ts = workspace.pulse.next_ts()
    yield (
        "user_change",
        {"type": "user_change", "user": change.body["user"], "cache_ts": int(float(ts)), "event_ts": ts},
    )


def group_change(workspace: Workspace, change: Change, _app_user_id: str) -> Iterator[Event]:
    """Tell of a user group's new members."""
    group, added, removed = (change.body[name] for name in ("group", "added", "removed"))
    yield (
        "subteam_members_changed",
        {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": workspace.team.id,
            "date_previous_update": change.body["previous_update"],
            "date_update": group.updated,
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
            "event_ts": workspace.pulse.next_ts(),
        },
    )
    shown = workspace.groups.payload(group, users=True)
    event_ts = workspace.pulse.next_ts()
    yield "subteam_updated", {"type": "subteam_updated", "subteam": shown, "event_ts": event_ts}


def _in_channel(workspace: Workspace, change: Change, app_user_id: str) -> bool:
    return app_user_id in workspace.channels.find(change.channel_id or "").members
