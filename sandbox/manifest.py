"""The Slack app manifest that says what the installed app is: its names, scopes, commands and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

#: What an app may do when nobody gave a manifest: everything that the sandbox knows how to check.
DEFAULT_SCOPES = (
    "app_mentions:read", "bookmarks:read", "bookmarks:write", "channels:history", "channels:join",
    "channels:manage", "channels:read", "chat:write", "chat:write.public", "chat:write.customize",
    "commands", "files:read", "files:write", "groups:history", "groups:read", "groups:write",
    "im:history", "im:read", "im:write", "mpim:history", "pins:read", "pins:write",
    "reactions:read", "reactions:write", "team:read", "usergroups:read", "users:read",
    "users:read.email",
)  # fmt: skip

#: Every event that the sandbox can deliver.
DEFAULT_EVENTS = (
    "app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked", "message.channels",
    "message.groups", "message.im", "reaction_added", "reaction_removed", "pin_added",
    "pin_removed", "member_joined_channel", "member_left_channel", "user_change",
    "subteam_members_changed", "subteam_updated", "channel_created", "channel_archive",
    "channel_unarchive", "channel_rename", "channel_deleted", "channel_left", "channel_shared",
    "group_archive", "group_unarchive", "group_rename", "group_deleted", "group_left",
    "file_shared",
)  # fmt: skip

_SHORTCUT_TYPES = ("global", "message")


class ManifestError(ValueError):
    """The manifest cannot be used; the message lists every mistake."""


@dataclass(frozen=True)
class SlashCommand:
    """One slash command of the app."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """One shortcut of the app; `type` is global or message."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class AppManifest:
    """What the sandbox needs to know about the installed app."""

    name: str = "Sandbox app"
    description: str = ""
    bot_name: str = "sandbox-app"
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: tuple[str, ...] = DEFAULT_SCOPES
    events: frozenset[str] = frozenset(DEFAULT_EVENTS)
    home_tab_enabled: bool = True
    interactivity_enabled: bool = True

    def command(self, name: str) -> SlashCommand | None:
        """Find a slash command by its name, with the slash."""
        return next((command for command in self.commands if command.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """Find a shortcut by its callback id."""
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)


def read_manifest(path: Path) -> AppManifest:
    """Read a manifest file, YAML or JSON."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"cannot read the manifest {path}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ManifestError(f"the manifest {path} is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise ManifestError(f"the manifest {path} is not a mapping")
    return manifest_from(document)


def manifest_from(document: Mapping[str, Any] | None) -> AppManifest:
    """Build the manifest from its parsed form; without one, an app that may do everything."""
    if document is None:
        return AppManifest()
    features = _mapping(document, "features")
    manifest = AppManifest(
        name=str(_mapping(document, "display_information").get("name") or "Sandbox app"),
        description=str(_mapping(document, "display_information").get("description") or ""),
        bot_name=str(_mapping(features, "bot_user").get("display_name") or "sandbox-app"),
        commands=tuple(_command(row) for row in _rows(features, "slash_commands")),
        shortcuts=tuple(_shortcut(row) for row in _rows(features, "shortcuts")),
        scopes=_scopes(document),
        events=frozenset(_events(document)),
        home_tab_enabled=bool(_mapping(features, "app_home").get("home_tab_enabled", False)),
        interactivity_enabled=bool(_interactivity(document).get("is_enabled", False)),
    )
    _refuse_mistakes(manifest)
    return manifest


def _mapping(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = parent.get(key) or {}
    if not isinstance(found, Mapping):
        raise ManifestError(f"{key} must be a mapping")
    return found


def _rows(parent: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = parent.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ManifestError(f"{key} must be a list of mappings")
    return rows


def _command(row: Mapping[str, Any]) -> SlashCommand:
    return SlashCommand(
        command=str(row.get("command", "")),
        description=str(row.get("description", "")),
        usage_hint=str(row.get("usage_hint", "")),
        should_escape=bool(row.get("should_escape", False)),
    )


def _shortcut(row: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        name=str(row.get("name", "")),
        type=str(row.get("type", "")),
        callback_id=str(row.get("callback_id", "")),
        description=str(row.get("description", "")),
    )


def _scopes(document: Mapping[str, Any]) -> tuple[str, ...]:
    scopes = _mapping(_mapping(document, "oauth_config"), "scopes").get("bot") or ()
    return tuple(str(scope) for scope in scopes)


def _events(document: Mapping[str, Any]) -> tuple[str, ...]:
    settings = _mapping(document, "settings")
    return tuple(str(event) for event in _mapping(settings, "event_subscriptions").get("bot_events") or ())


def _interactivity(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(_mapping(document, "settings"), "interactivity")


def _refuse_mistakes(manifest: AppManifest) -> None:
    """Hold the limits that Slack holds when a manifest is pasted."""
    mistakes = [*_name_mistakes(manifest), *_command_mistakes(manifest), *_shortcut_mistakes(manifest)]
    if mistakes:
        raise ManifestError("the app manifest would be refused: " + "; ".join(mistakes))


def _name_mistakes(manifest: AppManifest) -> list[str]:
    mistakes = []
    if len(manifest.name) > 35:
        mistakes.append("display_information.name is longer than 35 characters")
    if len(manifest.description) > 140:
        mistakes.append("display_information.description is longer than 140 characters")
    if len(manifest.bot_name) > 80:
        mistakes.append("features.bot_user.display_name is longer than 80 characters")
    return mistakes


def _command_mistakes(manifest: AppManifest) -> list[str]:
    mistakes = ["more than 50 slash commands"] if len(manifest.commands) > 50 else []
    for command in manifest.commands:
        if not command.command.startswith("/") or not 1 < len(command.command) <= 32:
            mistakes.append(f"slash command {command.command!r} must start with / and have 2-32 characters")
        if not command.description:
            mistakes.append(f"slash command {command.command!r} has no description")
        if len(command.usage_hint) > 1000:
            mistakes.append(f"usage_hint of {command.command!r} is longer than 1000 characters")
    return mistakes


def _shortcut_mistakes(manifest: AppManifest) -> list[str]:
    mistakes = ["more than 10 shortcuts"] if len(manifest.shortcuts) > 10 else []
    for shortcut in manifest.shortcuts:
        if shortcut.type not in _SHORTCUT_TYPES:
            mistakes.append(f"shortcut {shortcut.name!r} has type {shortcut.type!r}, not global or message")
        if not shortcut.callback_id or len(shortcut.callback_id) > 255:
            mistakes.append(f"shortcut {shortcut.name!r} needs a callback_id of 1-255 characters")
    return mistakes
