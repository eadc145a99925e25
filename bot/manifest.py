"""The Slack app manifest: what Breakwater asks of a workspace, and nothing it does not use."""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

#: Each scope, and what it is for. `breakwater check` compares these with what the token may do.
SCOPES: Final[Mapping[str, str]] = {
    "channels:history": "read alerts in watched channels, and what is said in incident channels",
    "channels:join": "join the watched and the announcement channel where they are public",
    "channels:manage": "open, name and archive incident channels, invite people, set the topic",
    "channels:read": "find channels by name, and who is in them",
    "chat:write": "post cards, updates and reminders",
    "chat:write.public": "answer in the thread an incident was declared from",
    "commands": "/incident and the shortcuts",
    "files:write": "post timelines and review drafts as files",
    "groups:history": "the same for private incidents",
    "groups:read": "who may see a private incident",
    "groups:write": "open private incident channels",
    "im:history": "see whether a direct message arrived before it is sent again",
    "im:write": "send reminders and briefs as direct messages",
    "pins:write": "pin the card",
    "reactions:read": "record messages by reaction",
    "usergroups:read": "invite the user groups among the responders",
    "users:read": "names, time zones, guests, and who has left",
    "users:read.email": "find the owners whom lineage tools know by their e-mail address",
}

#: Without these less is found out, and nothing fails.
OPTIONAL_SCOPES: Final = frozenset({"users:read.email"})

#: Each event, and the scopes without which Slack does not send it.
EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}

#: Every verb, those needed first in front: Slack shows the beginning. Aliases are left out.
VERBS: Final = (
    "declare",
    "suspect",
    "list",
    "mine",
    "join",
    "ack",
    "take",
    "role",
    "who",
    "handoff",
    "page",
    "escalate",
    "update",
    "advance",
    "contain",
    "extend",
    "pause",
    "resume",
    "verify",
    "signoff",
    "known",
    "runbook",
    "window",
    "backfill",
    "interim",
    "retention",
    "session",
    "severity",
    "note",
    "hypothesis",
    "evidence",
    "cause",
    "decision",
    "change",
    "followup",
    "amend",
    "silence",
    "expect",
    "silences",
    "oncall",
    "catchup",
    "timeline",
    "export",
    "why",
    "lineage",
    "open",
    "impact",
    "notify",
    "attach",
    "detach",
    "merge",
    "split",
    "edit",
    "call",
    "breach",
    "close",
    "reopen",
    "owner",
    "config",
    "doctor",
    "help",
)
USAGE: Final = f"[{'|'.join(VERBS)}]"

SHORTCUTS: Final = (
    {
        "name": "Declare incident",
        "type": "global",
        "callback_id": "declare_global",
        "description": "Open the form that declares a data incident",
    },
    {
        "name": "Declare incident from message",
        "type": "message",
        "callback_id": "declare_message",
        "description": "Declare a data incident with this message as its start",
    },
    {
        "name": "Add to ledger",
        "type": "message",
        "callback_id": "add_to_ledger",
        "description": "Record this message in the incident's ledger",
    },
    {
        "name": "Something looks wrong",
        "type": "message",
        "callback_id": "suspect_message",
        "description": "Ask the data team about what this message shows",
    },
)

_LONGEST_NAME: Final = 35


def required_scopes() -> frozenset[str]:
    """List the scopes that the bot token must have."""
    return frozenset(SCOPES)


def manifest_text(*, name: str = "Breakwater", http_url: str | None = None) -> str:
    """Write the manifest as YAML, ready to paste; with `http_url`, for HTTP mode at that address."""
    return yaml.safe_dump(
        manifest(name=name, http_url=http_url), sort_keys=False, allow_unicode=True, width=100
    )


def manifest(*, name: str = "Breakwater", http_url: str | None = None) -> dict[str, Any]:
    """Build the manifest; a name that Slack would not take is a ValueError."""
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise ValueError(f"Slack takes an app name of 1 to {_LONGEST_NAME} characters")
    request_url = f"{http_url.rstrip('/')}/slack/events" if http_url else None
    return {
        "_metadata": {"major_version": 2},
        "display_information": {"name": name, "description": "Carries data teams through data incidents"},
        "features": _features(name, request_url),
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": _settings(request_url),
    }


def _features(name: str, request_url: str | None) -> dict[str, Any]:
    command = {
        "command": "/incident",
        "description": "Declare a data incident, or work on one",
        "usage_hint": USAGE,
        "should_escape": True,
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": _bot_name(name), "always_online": True},
        "slash_commands": [command | ({"url": request_url} if request_url else {})],
        "shortcuts": [dict(shortcut) for shortcut in SHORTCUTS],
    }


def _settings(request_url: str | None) -> dict[str, Any]:
    events: dict[str, Any] = {"bot_events": sorted(EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if request_url:
        events = {"request_url": request_url, **events}
        interactivity |= {"request_url": request_url, "message_menu_options_url": request_url}
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": False,
        "socket_mode_enabled": request_url is None,
        "token_rotation_enabled": False,
    }


def _bot_name(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "breakwater"
