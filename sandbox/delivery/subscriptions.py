"""Which events the app has asked for and may have."""

from collections.abc import Iterable, Mapping
from typing import Final

#: The scopes of which an event needs one; events that are not listed need none.
_NEEDS_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "app_mention": ("app_mentions:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_created": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "user_change": ("users:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "file_shared": ("files:read",),
}


def granted(events: Iterable[str], scopes: Iterable[str]) -> frozenset[str]:
    """Keep the events whose scopes the app has: Slack sends nothing for the others."""
    held = set(scopes)
    return frozenset(event for event in events if _allowed(event, held))


def _allowed(event: str, held: set[str]) -> bool:
    needed = _NEEDS_ONE_OF.get(event)
    return needed is None or any(scope in held for scope in needed)
