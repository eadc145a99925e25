"""One table of what each method refuses: method, arguments, error, and what has to happen before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from world import FINANCE, GENERAL, SECRET, World

from sandbox.seed import ANA, APP_USER_ID, BEN, CHEN, EMIL


def nothing(_world: World) -> None:
    """The world as it is."""


@dataclass(frozen=True)
class Refused:
    method: str
    args: dict[str, Any]
    error: str
    before: Callable[[World], None] = field(default=nothing)

    def __str__(self) -> str:
        before = "" if self.before is nothing else f"-{self.before.__name__}"
        return f"{self.method}-{self.error}{before}"


def ben_is_deactivated(world: World) -> None:
    world.workspace.people.set_deleted(BEN, deleted=True)


def chen_is_deactivated(world: World) -> None:
    world.workspace.people.set_deleted(CHEN, deleted=True)


def bot_is_in_general(world: World) -> None:
    world.workspace.membership.join(APP_USER_ID, GENERAL)


def may_not_post_outside(world: World) -> None:
    world.scoped(without="chat:write.public")


def may_not_customize(world: World) -> None:
    world.scoped(without="chat:write.customize")


def may_not_read_groups(world: World) -> None:
    world.scoped(without="groups:read")


def own_is_pinned(world: World) -> None:
    world.workspace.pins.add(APP_USER_ID, world.room, world.own)


def a_hundred_are_pinned(world: World) -> None:
    for number in range(100):
        world.workspace.pins.add(APP_USER_ID, world.room, world.says(ANA, f"{number}"))


def own_is_a_tombstone(world: World) -> None:
    world.says(ANA, "a reply", thread_ts=world.own)
    world.workspace.messages.delete(APP_USER_ID, world.room, world.own)


def bot_reacted_with_eyes(world: World) -> None:
    world.workspace.reactions.add(APP_USER_ID, world.room, world.own, "eyes")


def bot_reacted_23_times(world: World) -> None:
    for number in range(23):
        world.workspace.reactions.add(APP_USER_ID, world.room, world.own, f"emoji{number}")


def fifty_emoji_stand_there(world: World) -> None:
    for number in range(50):
        person = (ANA, BEN, EMIL)[number // 20]
        world.workspace.channels.find(world.room).members.setdefault(person, 0)
        world.workspace.reactions.add(person, world.room, world.own, f"emoji{number}")


def a_hundred_bookmarks(world: World) -> None:
    for number in range(100):
        world.workspace.bookmarks.add(APP_USER_ID, world.room, f"{number}", "https://a.example", None)


def a_file_of_ana(world: World) -> None:
    file = world.workspace.files.announce(ANA, "hers.txt", 3)
    file.id = "F0ANA"
    world.workspace.files.all["F0ANA"] = world.workspace.files.upload(_known(world, file), b"abc")


def a_file_was_announced(world: World) -> None:
    _known(world, world.workspace.files.announce(APP_USER_ID, "late.txt", 3), "F0LATE")


def a_file_was_uploaded(world: World) -> None:
    file = world.workspace.files.announce(APP_USER_ID, "here.txt", 3)
    world.workspace.files.upload(_known(world, file, "F0HERE"), b"abc")


def _known(world: World, file: Any, file_id: str = "F0ANA") -> str:
    file.id = file_id
    world.workspace.files.all[file_id] = file
    return file_id


def somebody_else_is_in_a_dm(world: World) -> None:
    world.workspace.membership.open_im(ANA, BEN)[0].id = "D0THEIRS"


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
HEADER = {"type": "header", "text": {"type": "mrkdwn", "text": "no"}}
_TS = "1700000000.000001"

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

POSTING = [
    Refused("chat.postMessage", {"text": "hi"}, "invalid_arguments"),
    Refused("chat.postMessage", {"channel": "C0NOWHERE", "text": "hi"}, "channel_not_found"),
    Refused("chat.postMessage", {"channel": SECRET, "text": "hi"}, "channel_not_found"),
    Refused("chat.postMessage", {"channel": "#nowhere", "text": "hi"}, "channel_not_found"),
    Refused("chat.postMessage", {"channel": BEN, "text": "hi"}, "channel_not_found", ben_is_deactivated),
    Refused("chat.postMessage", {"channel": APP_USER_ID, "text": "hi"}, "cannot_dm_bot"),
    Refused("chat.postMessage", {"channel": "$closed", "text": "hi"}, "is_archived"),
    Refused("chat.postMessage", {"channel": GENERAL, "text": "hi"}, "not_in_channel", may_not_post_outside),
    Refused("chat.postMessage", {"channel": "$room"}, "no_text"),
    Refused("chat.postMessage", {"channel": "$room", "text": " \n"}, "no_text"),
    Refused("chat.postMessage", {"channel": "$room", "text": "", "blocks": []}, "no_text"),
    Refused("chat.postMessage", {"channel": "$room", "blocks": "[{"}, "invalid_blocks_format"),
    Refused("chat.postMessage", {"channel": "$room", "blocks": {"a": 1}}, "invalid_blocks_format"),
    Refused("chat.postMessage", {"channel": "$room", "blocks": [SECTION]}, "invalid_blocks"),
    Refused("chat.postMessage", {"channel": "$room", "attachments": "x"}, "invalid_attachments"),
    Refused(
        "chat.postMessage",
        {"channel": "$room", "attachments": [{"text": "ok"}, {"blocks": [HEADER]}]},
        "invalid_attachments",
    ),
    Refused(
        "chat.postMessage", {"channel": "$room", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"
    ),
    Refused(
        "chat.postMessage", {"channel": "$room", "text": "a", "metadata": "nope"}, "invalid_metadata_format"
    ),
    Refused(
        "chat.postMessage",
        {"channel": "$room", "text": "a", "metadata": {"event_payload": {}}},
        "invalid_metadata_format",
    ),
    Refused(
        "chat.postMessage",
        {"channel": "$room", "text": "a", "metadata": {"event_type": "sent", "event_payload": "x"}},
        "invalid_metadata_format",
    ),
    Refused(
        "chat.postMessage",
        {
            "channel": "$room",
            "text": "a",
            "metadata": {"event_type": "a", "event_payload": {"x": "y" * 16_000}},
        },
        "metadata_too_large",
    ),
    Refused(
        "chat.postMessage", {"channel": "$room", "text": "a", "markdown_text": "b"}, "markdown_text_conflict"
    ),
    Refused("chat.postMessage", {"channel": "$room", "markdown_text": "b" * 12_001}, "msg_too_long"),
    Refused("chat.postMessage", {"channel": "$room", "text": "a", "thread_ts": "x"}, "invalid_thread_ts"),
    Refused(
        "chat.postMessage",
        {"channel": "$room", "text": "a", "username": "Me"},
        "missing_scope",
        may_not_customize,
    ),
    Refused("chat.postEphemeral", {"channel": "$room", "text": "a"}, "invalid_arguments"),
    Refused("chat.postEphemeral", {"channel": "$room", "user": ANA}, "no_text"),
    Refused("chat.postEphemeral", {"channel": "$room", "user": CHEN, "text": "a"}, "user_not_in_channel"),
    Refused(
        "chat.postEphemeral", {"channel": "$room", "user": "U0NOBODY", "text": "a"}, "user_not_in_channel"
    ),
    Refused("chat.postEphemeral", {"channel": "C0NOWHERE", "user": ANA, "text": "a"}, "channel_not_found"),
    Refused("chat.postEphemeral", {"channel": "$closed", "user": ANA, "text": "a"}, "is_archived"),
    Refused(
        "chat.postEphemeral",
        {"channel": GENERAL, "user": ANA, "text": "a"},
        "not_in_channel",
        may_not_post_outside,
    ),
    Refused("chat.postEphemeral", {"channel": "$room", "user": ANA, "blocks": [HEADER]}, "invalid_blocks"),
]

CHANGING = [
    Refused("chat.update", {"channel": "$room", "text": "a"}, "invalid_arguments"),
    Refused("chat.update", {"ts": _TS, "text": "a"}, "invalid_arguments"),
    Refused("chat.update", {"channel": ANA, "ts": _TS, "text": "a"}, "channel_not_found"),
    Refused("chat.update", {"channel": "$room", "ts": _TS, "text": "a"}, "message_not_found"),
    Refused("chat.update", {"channel": "$room", "ts": "$anas", "text": "a"}, "cant_update_message"),
    Refused("chat.update", {"channel": "$closed", "ts": "$closed_own", "text": "a"}, "is_inactive"),
    Refused("chat.update", {"channel": "$room", "ts": "$own", "text": "a" * 4001}, "msg_too_long"),
    Refused("chat.update", {"channel": "$room", "ts": "$own"}, "no_text"),
    Refused("chat.update", {"channel": "$room", "ts": "$own", "text": ""}, "no_text"),
    Refused("chat.update", {"channel": "$room", "ts": "$own", "blocks": [HEADER]}, "invalid_blocks"),
    Refused("chat.update", {"channel": "$room", "ts": "$own", "blocks": "{"}, "invalid_blocks_format"),
    Refused("chat.update", {"channel": "$room", "ts": "$own", "attachments": "{"}, "invalid_attachments"),
    Refused(
        "chat.update",
        {"channel": "$room", "ts": "$own", "text": "a", "metadata": "x"},
        "invalid_metadata_format",
    ),
    Refused(
        "chat.update",
        {"channel": "$room", "ts": "$own", "text": "a", "markdown_text": "b"},
        "markdown_text_conflict",
    ),
    Refused(
        "chat.update",
        {"channel": "$room", "ts": "$own", "text": "a"},
        "cant_update_message",
        own_is_a_tombstone,
    ),
    Refused("chat.delete", {"channel": "$room"}, "invalid_arguments"),
    Refused("chat.delete", {"channel": "C0NOWHERE", "ts": "$own"}, "channel_not_found"),
    Refused("chat.delete", {"channel": "$room", "ts": _TS}, "message_not_found"),
    Refused("chat.delete", {"channel": "$room", "ts": "$anas"}, "cant_delete_message"),
    Refused("chat.getPermalink", {"channel": "$room"}, "invalid_arguments"),
    Refused("chat.getPermalink", {"channel": SECRET, "message_ts": _TS}, "channel_not_found"),
    Refused("chat.getPermalink", {"channel": "$room", "message_ts": _TS}, "message_not_found"),
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
    Refused("conversations.open", {"channel": "D0NOWHERE"}, "channel_not_found"),
    Refused("conversations.open", {"channel": "$room"}, "method_not_supported_for_channel_type"),
]

READING = [
    row
    for method, args in (("conversations.history", {}), ("conversations.replies", {"ts": "$own"}))
    for row in (
        Refused(method, args, "invalid_arguments"),
        Refused(method, {"channel": SECRET, **args}, "channel_not_found"),
        Refused(method, {"channel": FINANCE, **args}, "not_in_channel"),
        Refused(method, {"channel": "$closed", **args}, "not_in_channel"),
        Refused(method, {"channel": "$room", "oldest": "yesterday", **args}, "invalid_ts_oldest"),
        Refused(method, {"channel": "$room", "latest": "today", **args}, "invalid_ts_latest"),
        Refused(method, {"channel": "$room", "limit": "x", **args}, "invalid_limit"),
        Refused(method, {"channel": "$room", "cursor": "x", **args}, "invalid_cursor"),
    )
] + [
    Refused("conversations.history", {"channel": "$room", "cursor": "bmV4dF90czp4"}, "invalid_cursor"),
    Refused("conversations.replies", {"channel": "$room"}, "thread_not_found"),
    Refused("conversations.replies", {"channel": "$room", "ts": _TS}, "thread_not_found"),
    Refused("conversations.mark", {"channel": "$room"}, "invalid_timestamp"),
    Refused("conversations.mark", {"channel": "$room", "ts": "now"}, "invalid_timestamp"),
    Refused("conversations.mark", {"channel": GENERAL, "ts": _TS}, "not_in_channel"),
    Refused("conversations.mark", {"channel": SECRET, "ts": _TS}, "channel_not_found"),
]

#: Errors of the message that a mark is put on, the same for pins and reactions.
MARKS = [
    row
    for method, args in (
        ("pins.add", {}),
        ("pins.remove", {}),
        ("reactions.add", {"name": "eyes"}),
        ("reactions.remove", {"name": "eyes"}),
        ("reactions.get", {}),
    )
    for row in (
        Refused(method, {"timestamp": "$own", **args}, "channel_not_found"),
        Refused(method, {"channel": SECRET, "timestamp": "$own", **args}, "channel_not_found"),
        Refused(method, {"channel": GENERAL, "timestamp": "$own", **args}, "not_in_channel"),
        Refused(method, {"channel": "$room", **args}, "no_item_specified"),
        Refused(method, {"channel": "$room", "timestamp": "now", **args}, "bad_timestamp"),
        Refused(method, {"channel": "$room", "timestamp": _TS, **args}, "message_not_found"),
    )
] + [
    row
    for method, args in (("pins.add", {}), ("pins.remove", {}), ("reactions.add", {"name": "eyes"}))
    for row in (Refused(method, {"channel": "$closed", "timestamp": "$closed_own", **args}, "is_archived"),)
]

PINS = [
    Refused("pins.add", {"channel": "$room", "timestamp": "$own"}, "already_pinned", own_is_pinned),
    Refused("pins.add", {"channel": "$room", "timestamp": "$own"}, "too_many_pins", a_hundred_are_pinned),
    Refused("pins.add", {"channel": "$room", "timestamp": "$own"}, "not_pinnable", own_is_a_tombstone),
    Refused("pins.remove", {"channel": "$room", "timestamp": "$own"}, "no_pin"),
    Refused("pins.list", {}, "channel_not_found"),
    Refused("pins.list", {"channel": GENERAL}, "not_in_channel"),
]

_EYES = {"channel": "$room", "timestamp": "$own", "name": "eyes"}
REACTIONS = [
    Refused("reactions.add", {**_EYES, "name": "no such"}, "invalid_name"),
    Refused("reactions.add", {**_EYES, "name": ""}, "invalid_name"),
    Refused("reactions.add", _EYES, "already_reacted", bot_reacted_with_eyes),
    Refused("reactions.add", _EYES, "too_many_reactions", bot_reacted_23_times),
    Refused("reactions.add", _EYES, "too_many_emoji", fifty_emoji_stand_there),
    Refused("reactions.remove", _EYES, "no_reaction"),
    Refused("reactions.remove", {**_EYES, "name": "No"}, "invalid_name"),
]

_LINK = {"channel_id": "$room", "title": "Runbook", "type": "link", "link": "https://a.example"}
BOOKMARKS = [
    Refused("bookmarks.add", {**_LINK, "title": ""}, "invalid_arguments"),
    Refused("bookmarks.add", {**_LINK, "channel_id": "C0NOWHERE"}, "channel_not_found"),
    Refused("bookmarks.add", {**_LINK, "channel_id": GENERAL}, "not_in_channel"),
    Refused("bookmarks.add", {**_LINK, "channel_id": "$closed"}, "is_archived"),
    Refused("bookmarks.add", {**_LINK, "type": "folder"}, "invalid_bookmark_type"),
    Refused("bookmarks.add", {**_LINK, "link": "a.example"}, "invalid_link"),
    Refused("bookmarks.add", _LINK, "too_many_bookmarks", a_hundred_bookmarks),
    Refused("bookmarks.list", {}, "invalid_arguments"),
    Refused("bookmarks.list", {"channel_id": GENERAL}, "not_in_channel"),
    Refused("bookmarks.list", {"channel_id": SECRET}, "channel_not_found"),
    Refused("bookmarks.remove", {"channel_id": "$room"}, "invalid_arguments"),
    Refused("bookmarks.remove", {"channel_id": "$room", "bookmark_id": "Bk0"}, "not_found"),
    Refused("bookmarks.remove", {"channel_id": GENERAL, "bookmark_id": "Bk0"}, "not_in_channel"),
]

_HERE = {"files": [{"id": "F0HERE"}]}
FILES = [
    Refused("files.getUploadURLExternal", {"length": 3}, "invalid_arguments"),
    Refused("files.getUploadURLExternal", {"filename": "a.txt", "length": "x"}, "invalid_arguments"),
    Refused("files.getUploadURLExternal", {"filename": "a.txt", "length": 0}, "missing_argument"),
    Refused(
        "files.getUploadURLExternal",
        {"filename": "a.png", "length": 1, "alt_txt": "x" * 1001},
        "alt_txt_too_large",
    ),
    Refused(
        "files.getUploadURLExternal",
        {"filename": "a.sql", "length": 1_000_001, "snippet_type": "sql"},
        "snippet_too_large",
    ),
    Refused("files.completeUploadExternal", {}, "invalid_arguments"),
    Refused("files.completeUploadExternal", {"files": [{"id": "F0"}]}, "file_not_found"),
    Refused(
        "files.completeUploadExternal", {"files": [{"id": "F0LATE"}]}, "file_not_found", a_file_was_announced
    ),
    Refused("files.completeUploadExternal", {"files": [{"id": "F0ANA"}]}, "file_not_found", a_file_of_ana),
    Refused(
        "files.completeUploadExternal",
        {**_HERE, "channel_id": SECRET},
        "channel_not_found",
        a_file_was_uploaded,
    ),
    Refused(
        "files.completeUploadExternal",
        {**_HERE, "channel_id": GENERAL},
        "not_in_channel",
        a_file_was_uploaded,
    ),
    Refused(
        "files.completeUploadExternal",
        {**_HERE, "channel_id": "$closed"},
        "posting_to_channel_denied",
        a_file_was_uploaded,
    ),
    Refused(
        "files.completeUploadExternal",
        {**_HERE, "channels": ",".join(f"C{n}" for n in range(101))},
        "channels_limit_exceeded",
        a_file_was_uploaded,
    ),
    Refused(
        "files.completeUploadExternal",
        {**_HERE, "channel_id": "$room", "blocks": [HEADER]},
        "invalid_blocks",
        a_file_was_uploaded,
    ),
    Refused("files.info", {"file": "F0"}, "file_not_found"),
    Refused("files.info", {"file": "F0HERE"}, "file_not_found", a_file_was_uploaded),
    Refused("files.delete", {"file": "F0"}, "file_not_found"),
    Refused("files.delete", {"file": "F0ANA"}, "cant_delete_file", a_file_of_ana),
]

PEOPLE = [
    Refused("users.info", {}, "user_not_found"),
    Refused("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    Refused("users.list", {"limit": "x"}, "invalid_limit"),
    Refused("users.list", {"cursor": "x"}, "invalid_cursor"),
    Refused("users.lookupByEmail", {}, "users_not_found"),
    Refused("users.lookupByEmail", {"email": "who@northwind.example"}, "users_not_found"),
    Refused("users.lookupByEmail", {"email": "ben@northwind.example"}, "users_not_found", ben_is_deactivated),
    Refused("users.getPresence", {"user": "U0NOBODY"}, "user_not_found"),
    Refused("usergroups.users.list", {}, "invalid_arguments"),
    Refused("usergroups.users.list", {"usergroup": "S0"}, "no_such_subteam"),
    Refused("bots.info", {"bot": "B0"}, "bot_not_found"),
    Refused("team.info", {"team": "T0OTHER"}, "team_not_found"),
    Refused("api.test", {"error": "my_own"}, "my_own"),
]

VALIDATION = [
    Refused("blocks.validate", {}, "invalid_arguments"),
    Refused("blocks.validate", {"blocks": [], "view": {}}, "invalid_arguments"),
    Refused("blocks.validate", {"blocks": [HEADER]}, "invalid_blocks"),
    Refused("blocks.validate", {"blocks": {}}, "invalid_blocks"),
    Refused("blocks.validate", {"message": {"blocks": [HEADER]}}, "invalid_message"),
    Refused("blocks.validate", {"view": {"type": "modal", "blocks": []}}, "invalid_view"),
]

EVERY_REFUSAL = [
    *CHANNEL_ERRORS,
    *POSTING,
    *CHANGING,
    *CHANNELS,
    *MEMBERS,
    *READING,
    *MARKS,
    *PINS,
    *REACTIONS,
    *BOOKMARKS,
    *FILES,
    *PEOPLE,
    *VALIDATION,
]
