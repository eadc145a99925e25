"""A served sandbox, a person at it, and a small app of nobody in particular."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from people import PATIENCE, Person

from sandbox.seed import ANA
from sandbox.server import Sandbox

SCOPES = [
    "app_mentions:read", "channels:history", "channels:join", "channels:manage", "channels:read",
    "chat:write", "chat:write.public", "commands", "groups:history", "groups:read", "im:history",
    "im:write", "pins:read", "pins:write", "reactions:read", "reactions:write", "team:read",
    "usergroups:read", "users:read", "files:read",
]  # fmt: skip
EVENTS = [
    "app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked", "message.channels",
    "message.groups", "message.im", "reaction_added", "reaction_removed", "pin_added",
    "pin_removed", "member_joined_channel", "member_left_channel", "user_change",
    "subteam_members_changed", "channel_archive", "channel_unarchive", "channel_rename",
    "channel_deleted", "channel_left", "group_archive", "group_rename", "file_shared",
]  # fmt: skip

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Tea Round"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "tea-round"},
        "slash_commands": [
            {"command": "/tea", "description": "Order tea", "usage_hint": "[kind]", "should_escape": True},
            {"command": "/raw", "description": "Order without escaping"},
        ],
        "shortcuts": [
            {"name": "Order", "type": "global", "callback_id": "order", "description": "Order tea"},
            {"name": "Brew this", "type": "message", "callback_id": "brew", "description": "From this"},
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox with the tea app installed, and short patience."""
    async with Sandbox.serve(
        manifest=MANIFEST, retry_schedule=(0.02, 0.05), ack_seconds=PATIENCE, grace_seconds=0.2
    ) as served:
        yield served


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def ana(sandbox: Sandbox, http: aiohttp.ClientSession) -> Person:
    """Ana, who is in #data-alerts and no admin."""
    return Person(http, sandbox.url, ANA)
