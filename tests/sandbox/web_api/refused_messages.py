"""What methods refuse about messages: posting, changing, reading."""

from refusals import (
    HEADER,
    NO_TS,
    Refused,
    an_ephemeral_stands_there,
    ben_is_deactivated,
    may_not_customize,
    may_not_post_outside,
    own_is_a_tombstone,
)
from world import FINANCE, GENERAL, SECRET

from sandbox.seed import ANA, APP_USER_ID, BEN, CHEN

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
LONG_TOGETHER = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5

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
    Refused("chat.postMessage", {"channel": "$room", "blocks": LONG_TOGETHER}, "msg_blocks_too_long"),
    Refused(
        "chat.postMessage",
        {"channel": "$room", "text": "a", "thread_ts": "$own"},
        "cannot_reply_to_message",
        an_ephemeral_stands_there,
    ),
    Refused("chat.postEphemeral", {"channel": "$room", "user": ANA, "text": "a" * 40_001}, "msg_too_long"),
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
    Refused("chat.update", {"ts": NO_TS, "text": "a"}, "invalid_arguments"),
    Refused("chat.update", {"channel": ANA, "ts": NO_TS, "text": "a"}, "channel_not_found"),
    Refused("chat.update", {"channel": "$room", "ts": NO_TS, "text": "a"}, "message_not_found"),
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
    Refused("chat.delete", {"channel": "$room", "ts": NO_TS}, "message_not_found"),
    Refused("chat.delete", {"channel": "$room", "ts": "$anas"}, "cant_delete_message"),
    Refused("chat.getPermalink", {"channel": "$room"}, "invalid_arguments"),
    Refused("chat.getPermalink", {"channel": SECRET, "message_ts": NO_TS}, "channel_not_found"),
    Refused("chat.getPermalink", {"channel": "$room", "message_ts": NO_TS}, "message_not_found"),
]

READING = [
    row
    for method, args, missing in (
        ("conversations.history", {}, "invalid_arguments"),
        ("conversations.replies", {"ts": "$own"}, "channel_not_found"),
    )
    for row in (
        Refused(method, args, missing),
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
    Refused("conversations.replies", {"channel": "$room", "ts": NO_TS}, "thread_not_found"),
    Refused("conversations.mark", {"channel": "$room"}, "invalid_timestamp"),
    Refused("conversations.mark", {"channel": "$room", "ts": "now"}, "invalid_timestamp"),
    Refused("conversations.mark", {"channel": GENERAL, "ts": NO_TS}, "not_in_channel"),
    Refused("conversations.mark", {"channel": SECRET, "ts": NO_TS}, "channel_not_found"),
]
