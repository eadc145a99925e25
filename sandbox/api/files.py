"""files.*: the upload in three steps, and what can be asked afterwards."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.content import read_blocks, thread_ts
from sandbox.api.registry import TIER_3, TIER_4, Registry
from sandbox.blockkit import check_message
from sandbox.errors import SlackError, argument_error
from sandbox.workspace.files import File
from sandbox.workspace.message import Draft

registry = Registry()
ALT_TEXT_LIMIT = 1000
SNIPPET_LIMIT = 1_000_000
SHARE_LIMIT = 100


@registry.method("files.getUploadURLExternal", scope="files:write", tier=TIER_4)
def get_upload_url(call: Call) -> dict[str, Any]:
    """Say what will be uploaded; answered with where to."""
    args = call.args
    name = args.required("filename")
    length = args.number("length", 0, low=0, high=10**9, error="invalid_arguments")
    if not length:
        raise SlackError("missing_argument")
    if len(args.text("alt_txt")) > ALT_TEXT_LIMIT:
        raise SlackError("alt_txt_too_large")
    if args.text("snippet_type") and length > SNIPPET_LIMIT:
        raise SlackError("snippet_too_large")
    file = call.workspace.files.announce(call.user_id, name, length)
    file.alt_text, file.snippet_type = args.text("alt_txt") or None, args.text("snippet_type") or None
    return {"upload_url": f"{call.workspace.files.base_url}/files/upload/{file.id}", "file_id": file.id}


@registry.method("files.completeUploadExternal", scope="files:write", tier=TIER_4)
def complete_upload(call: Call) -> dict[str, Any]:
    """End the upload, and share it where asked."""
    args, files = call.args, _uploaded(call)
    channel_ids = args.ids("channels") or args.ids("channel_id")
    if len(channel_ids) > SHARE_LIMIT:
        raise SlackError("channels_limit_exceeded")
    channel_ids = [_shareable(call, channel_id) for channel_id in channel_ids]
    comment, blocks = args.text("initial_comment"), read_blocks(args)
    if blocks and not comment:
        check_message(blocks, None)
    targets: list[str | None] = [*channel_ids] or [None]
    for target in targets:
        draft = Draft(comment, None if comment else blocks, thread_ts=thread_ts(call))
        call.workspace.files.finish(call.user_id, files, target, draft, outsider=False)
    return {"files": [_shown(call, file) for file in files]}


@registry.method("files.info", scope="files:read", tier=TIER_4)
def info(call: Call) -> dict[str, Any]:
    """Describe a file."""
    file = call.workspace.files.find(call.args.required("file", "file_not_found"))
    if not file.complete:
        raise SlackError("file_not_found")
    return {"file": _shown(call, file), "comments": [], "response_metadata": {"next_cursor": ""}}


@registry.method("files.delete", scope="files:write", tier=TIER_3)
def delete(call: Call) -> dict[str, Any]:
    """Delete one of the bot's own files."""
    call.workspace.files.delete(call.user_id, call.args.required("file", "file_not_found"))
    return {}


def _uploaded(call: Call) -> list[File]:
    rows = call.args.json("files")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise argument_error("missing required field: files")
    files = []
    for row in rows:
        file = call.workspace.files.find(str(row.get("id", "")))
        file.title = str(row.get("title") or file.name)
        files.append(file)
    return files


def _shareable(call: Call, channel_id: str) -> str:
    """The conversation to share in; a person stands for the direct message with them."""
    channels = call.workspace.channels
    if channel_id in call.workspace.people.users:
        channel_id = call.workspace.membership.open_im(call.user_id, channel_id)[0].id
    if channels.seen(call.user_id, channel_id).is_archived:
        raise SlackError("posting_to_channel_denied")
    return channels.joined(call.user_id, channel_id).id


def _shown(call: Call, file: File) -> dict[str, Any]:
    channels = call.workspace.channels.all
    shares: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for channel_id, ts in file.shares:
        channel = channels.get(channel_id)
        kind = "private" if channel is None or channel.is_private else "public"
        shares.setdefault(kind, {}).setdefault(channel_id, []).append({"ts": ts})
    shared = {"shares": shares, "channels": [channel_id for channel_id, _ in file.shares]}
    return call.workspace.files.payload(file) | shared
