"""What methods refuse about channels and their members."""

from typing import Any

from refusals import (
    Refused,
    ben_is_deactivated,
    bot_is_alone,
    bot_is_in_general,
    chen_is_deactivated,
    may_not_read_groups,
)
from world import GENERAL, SECRET

from sandbox.seed import ANA, APP_USER_ID, BEN, CHEN, EMIL

#: Errors of the conversation itself, the same in all methods that change a channel.
CHANGES: dict[str, dict[str, Any]] = {
    "conversations.rename": {"name": "renamed"},
    "conversations.setTopic": {"topic": "new"},
    "conversations.setPurpose": {"purpose": "new"},
    "conversations.invite": {"users": EMIL},
    "conversations.kick": {"user": ANA},
}

CHANNEL_ERRORS = [
    row
    for method, args in CHANGES.items()
    for row in (
        Refused(method, args, "invalid_arguments"),
        Refused(method, {"channel": "C0NOWHERE", **args}, "channel_not_found"),
        Refused(method, {"channel": SECRET, **args}, "channel_not_found"),
        Refused(method, {"channel": GENERAL, **args}, "not_in_channel"),
        Refused(method, {"channel": "$closed", **args}, "is_archived"),
        Refused(method, {"channel": "$dm", **args}, "method_not_supported_for_channel_type"),
    )
]

CHANNELS = [
    Refused("conversations.create", {"name": ""}, "invalid_name_required"),
    Refused("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    Refused("conversations.create", {"name": "--_"}, "invalid_name_punctuation"),
    Refused("conversations.create", {"name": "Room"}, "invalid_name_specials"),
    Refused("conversations.create", {"name": "two words"}, "invalid_name_specials"),
    Refused("conversations.create", {"name": "dots.too"}, "invalid_name_specials"),
    Refused("conversations.create", {"name": "room"}, "name_taken"),
    Refused("conversations.create", {"name": "closed"}, "name_taken"),
    Refused("conversations.create", {"name": "finance-close"}, "name_taken"),
    Refused("conversations.rename", {"channel": "$room", "name": "No"}, "invalid_name_specials"),
    Refused("conversations.rename", {"channel": "$room", "name": "general"}, "name_taken"),
    Refused("conversations.rename", {"channel": GENERAL, "name": "a"}, "not_authorized", bot_is_in_general),
    Refused("conversations.archive", {}, "invalid_arguments"),
    Refused("conversations.archive", {"channel": "C0NOWHERE"}, "channel_not_found"),
    Refused("conversations.archive", {"channel": GENERAL}, "not_in_channel"),
    Refused("conversations.archive", {"channel": GENERAL}, "cant_archive_general", bot_is_in_general),
    Refused("conversations.archive", {"channel": "$closed"}, "already_archived"),
    Refused("conversations.archive", {"channel": "$dm"}, "method_not_supported_for_channel_type"),
    Refused("conversations.unarchive", {"channel": "$closed"}, "not_in_channel"),
    Refused("conversations.unarchive", {"channel": "$room"}, "not_archived"),
    Refused("conversations.setTopic", {"channel": "$room", "topic": "x" * 251}, "too_long"),
    Refused("conversations.setPurpose", {"channel": "$room", "purpose": "x" * 251}, "too_long"),
    Refused("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found"),
    Refused("conversations.info", {"channel": SECRET}, "channel_not_found"),
    Refused("conversations.list", {"types": "public_channel,rooms"}, "invalid_types"),
    Refused("conversations.list", {"types": "private_channel"}, "missing_scope", may_not_read_groups),
    Refused("conversations.list", {"limit": "many"}, "invalid_limit"),
    Refused("conversations.list", {"limit": 1001}, "invalid_limit"),
    Refused("conversations.list", {"cursor": "?"}, "invalid_cursor"),
    Refused("conversations.list", {"cursor": "bmV4dDpDMA=="}, "invalid_cursor"),
    Refused("users.conversations", {"types": "rooms"}, "invalid_types"),
    Refused("users.conversations", {"user": "U0NOBODY"}, "user_not_found"),
    Refused("users.conversations", {"limit": -1}, "invalid_limit"),
    Refused("users.conversations", {"cursor": "?"}, "invalid_cursor"),
]

MEMBERS = [
    Refused("conversations.invite", {"channel": "$room"}, "no_user"),
    Refused("conversations.invite", {"channel": "$room", "users": "U0NOBODY"}, "user_not_found"),
    Refused("conversations.invite", {"channel": "$room", "users": f"{EMIL},U0NOBODY"}, "user_not_found"),
    Refused("conversations.invite", {"channel": "$room", "users": ANA}, "already_in_channel"),
    Refused("conversations.invite", {"channel": "$room", "users": ANA, "force": True}, "already_in_channel"),
    Refused("conversations.invite", {"channel": "$room", "users": APP_USER_ID}, "cant_invite_self"),
    Refused("conversations.invite", {"channel": "$room", "users": CHEN}, "cant_invite", chen_is_deactivated),
    Refused(
        "conversations.invite",
        {"channel": "$room", "users": ",".join(f"U{n}" for n in range(101))},
        "invalid_arguments",
    ),
    Refused("conversations.kick", {"channel": "$room"}, "user_not_found"),
    Refused("conversations.kick", {"channel": "$room", "user": "U0NOBODY"}, "user_not_found"),
    Refused("conversations.kick", {"channel": "$room", "user": APP_USER_ID}, "cant_kick_self"),
    Refused("conversations.kick", {"channel": "$room", "user": CHEN}, "not_in_channel"),
    Refused(
        "conversations.kick", {"channel": GENERAL, "user": ANA}, "cant_kick_from_general", bot_is_in_general
    ),
    Refused("conversations.join", {}, "invalid_arguments"),
    Refused("conversations.join", {"channel": "$closed"}, "is_archived"),
    Refused("conversations.join", {"channel": SECRET}, "channel_not_found"),
    Refused("conversations.join", {"channel": "$dm"}, "method_not_supported_for_channel_type"),
    Refused("conversations.leave", {"channel": GENERAL}, "cant_leave_general", bot_is_in_general),
    Refused("conversations.leave", {"channel": "$room"}, "last_member", bot_is_alone),
    Refused("conversations.leave", {"channel": "$closed"}, "is_archived"),
    Refused("conversations.leave", {"channel": "$dm"}, "method_not_supported_for_channel_type"),
    Refused("conversations.leave", {"channel": SECRET}, "channel_not_found"),
    Refused("conversations.members", {"channel": SECRET}, "channel_not_found"),
    Refused("conversations.members", {"channel": "$room", "limit": "x"}, "invalid_limit"),
    Refused("conversations.members", {"channel": "$room", "cursor": "x"}, "invalid_cursor"),
    Refused("conversations.open", {}, "users_list_not_supplied"),
    Refused("conversations.open", {"users": ",".join(f"U{n}" for n in range(9))}, "too_many_users"),
    Refused("conversations.open", {"users": f"{ANA},{BEN}"}, "method_not_supported_for_channel_type"),
    Refused("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    Refused("conversations.open", {"users": BEN}, "user_disabled", ben_is_deactivated),
    Refused("conversations.open", {"users": BEN, "prevent_creation": True}, "channel_not_found"),
    Refused("conversations.close", {"channel": "D0NOWHERE"}, "channel_not_found"),
    Refused("conversations.close", {"channel": "$room"}, "method_not_supported_for_channel_type"),
    Refused("conversations.open", {"channel": "D0NOWHERE"}, "channel_not_found"),
    Refused("conversations.open", {"channel": "$room"}, "method_not_supported_for_channel_type"),
]
