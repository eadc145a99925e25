"""Reading what a message-writing method was given: text, blocks, attachments, metadata."""

import json
from typing import Any

from sandbox.api.args import Args
from sandbox.api.call import Call
from sandbox.blockkit import check_message
from sandbox.errors import SlackError
from sandbox.workspace.markup import formatted
from sandbox.workspace.timestamps import to_micros

#: Longer texts are cut when posted, and refused when updated.
POST_TEXT_LIMIT = 40_000
UPDATE_TEXT_LIMIT = 4_000
MARKDOWN_LIMIT = 12_000
ATTACHMENT_LIMIT = 100
#: Slack names no number for all blocks together. People measured 13,297 characters for one block and 125 less
#: for a second one (slackapi/bolt-js#2509), in chat.postMessage only.
BLOCKS_LIMIT, BLOCK_COST = 13_422, 125
#: Slack does not publish this one; the sandbox refuses metadata beyond 16 kB of JSON.
METADATA_LIMIT = 16_000


def read_text(call: Call, *, parse: str) -> str:
    """The text as Slack stores it; `parse` is the method's default."""
    mode = call.args.text("parse", parse)
    names = mode in ("full", "client") or call.args.flag("link_names")
    return formatted(call.args.text("text"), call.workspace, names=names, links="parse" not in call.args)


def thread_ts(call: Call) -> str | None:
    """The thread to answer in, if any."""
    found = call.args.text("thread_ts")
    if found and to_micros(found) is None:
        raise SlackError("invalid_thread_ts")
    return found or None


def read_blocks(args: Args) -> list[dict[str, Any]] | None:
    """The blocks, parsed but not yet checked."""
    return _read_list(args, "blocks", "invalid_blocks_format")


def read_attachments(args: Args) -> list[dict[str, Any]] | None:
    """The attachments, parsed but not yet checked."""
    attachments = _read_list(args, "attachments", "invalid_attachments")
    if attachments is not None and len(attachments) > ATTACHMENT_LIMIT:
        raise SlackError("too_many_attachments")
    return attachments


def read_markdown(args: Args) -> list[dict[str, Any]] | None:
    """`markdown_text` as the block it becomes; it excludes text and blocks."""
    markdown = args.text("markdown_text")
    if not markdown:
        return None
    if args.text("text") or "blocks" in args:
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MARKDOWN_LIMIT:
        raise SlackError("msg_too_long")
    return [{"type": "markdown", "text": markdown}]


def read_metadata(args: Args) -> dict[str, Any] | None:
    """The metadata; an empty object stays empty (an update removes with it)."""
    metadata = args.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if metadata == {}:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not metadata["event_type"] or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_LIMIT:
        raise SlackError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def check_content(
    text: str, blocks: list[dict[str, Any]] | None, attachments: list[dict[str, Any]] | None
) -> None:
    """Refuse a message that says nothing, or whose blocks Slack would not take."""
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    check_message(blocks, attachments)


def check_size(blocks: list[dict[str, Any]] | None) -> None:
    """Refuse blocks that are each short enough but too long together."""
    if sum(BLOCK_COST + _letters(block) for block in blocks or ()) > BLOCKS_LIMIT:
        raise SlackError("msg_blocks_too_long")


def _letters(node: Any) -> int:
    """How many characters of text stand in a block."""
    if isinstance(node, list):
        return sum(map(_letters, node))
    if not isinstance(node, dict):
        return 0
    return sum(
        len(value) if isinstance(value, str) and name == "text" else _letters(value)
        for name, value in node.items()
    )


def _read_list(args: Args, name: str, error: str) -> list[dict[str, Any]] | None:
    value = args.json(name, error)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise SlackError(error)
    return value
