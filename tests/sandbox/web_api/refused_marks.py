"""What methods refuse about pins, reactions, bookmarks and files."""

from refusals import (
    HEADER,
    NO_TS,
    Refused,
    a_file_of_ana,
    a_file_was_announced,
    a_file_was_deleted,
    a_file_was_uploaded,
    a_hundred_are_pinned,
    a_hundred_bookmarks,
    bot_reacted_23_times,
    bot_reacted_with_eyes,
    fifty_emoji_stand_there,
    own_is_a_tombstone,
    own_is_pinned,
)
from world import GENERAL, SECRET

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
        Refused(method, {"channel": "$room", "timestamp": NO_TS, **args}, "message_not_found"),
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
    Refused("reactions.add", {**_EYES, "name": "not_an_emoji"}, "invalid_name"),
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
    Refused("bookmarks.add", {**_LINK, "emoji": ":no such:"}, "invalid_emoji"),
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
    Refused("files.info", {"file": "F0HERE"}, "file_deleted", a_file_was_deleted),
    Refused("files.delete", {"file": "F0HERE"}, "file_deleted", a_file_was_deleted),
    Refused("files.delete", {"file": "F0"}, "file_not_found"),
    Refused(
        "files.completeUploadExternal",
        {**_HERE, "channel_id": "$room", "thread_ts": "x"},
        "invalid_thread_ts",
        a_file_was_uploaded,
    ),
    Refused("files.delete", {"file": "F0ANA"}, "cant_delete_file", a_file_of_ana),
]
