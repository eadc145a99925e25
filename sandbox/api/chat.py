"""chat.*: saying something, changing it, taking it back."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.content import (
    POST_TEXT_LIMIT,
    UPDATE_TEXT_LIMIT,
    check_content,
    check_size,
    read_attachments,
    read_blocks,
    read_markdown,
    read_metadata,
    read_text,
    thread_ts,
)
from sandbox.api.registry import SPECIAL, TIER_3, TIER_4, Registry
from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel
from sandbox.workspace.message import Draft
from sandbox.workspace.messages import Edit

registry = Registry()


@registry.method("chat.postMessage", scope="chat:write", tier=SPECIAL)
def post_message(call: Call) -> dict[str, Any]:
    """Post to a channel, a direct message, or a person."""
    channel = _target(call)
    draft = _draft(call)
    check_size(draft.blocks)
    if draft.thread_ts and call.workspace.ephemerals.stands_in(channel.id, draft.thread_ts):
        raise SlackError("cannot_reply_to_message")
    draft.metadata = read_metadata(call.args) or None
    message = call.workspace.messages.post(call.user_id, channel.id, draft, outsider=True)
    return {"channel": channel.id, "ts": message.ts, "message": message.shown(metadata=True)}


@registry.method("chat.postEphemeral", scope="chat:write", tier=TIER_4)
def post_ephemeral(call: Call) -> dict[str, Any]:
    """Show something to one member of a channel."""
    channel = _target(call)
    reader_id = call.args.required("user")
    if len(call.args.text("text")) > POST_TEXT_LIMIT:
        raise SlackError("msg_too_long")
    message = call.workspace.ephemerals.post(call.user_id, channel.id, reader_id, _draft(call))
    return {"message_ts": message.ts}


@registry.method("chat.update", scope="chat:write", tier=TIER_3)
def update(call: Call) -> dict[str, Any]:
    """Change one of the bot's own messages."""
    args = call.args
    channel = call.workspace.channels.seen(call.user_id, args.required("channel"))
    ts = args.required("ts")
    text = read_text(call, parse="client") if "text" in args else None
    if text is not None and len(text) > UPDATE_TEXT_LIMIT:
        raise SlackError("msg_too_long")
    blocks, attachments = read_markdown(args) or read_blocks(args), read_attachments(args)
    metadata = read_metadata(args)
    if metadata is None or text is not None or blocks is not None or attachments is not None:
        check_content(text or "", blocks, attachments)
    if text is not None and blocks is None:
        blocks = []
    edit = Edit(text=text, blocks=blocks, attachments=attachments, metadata=metadata)
    message = call.workspace.messages.update(call.user_id, channel.id, ts, edit)
    shown = message.shown(metadata=True)
    return {"channel": channel.id, "ts": ts, "text": shown.get("text", ""), "message": shown}


@registry.method("chat.delete", scope="chat:write", tier=TIER_3)
def delete(call: Call) -> dict[str, Any]:
    """Take one of the bot's own messages back."""
    channel_id, ts = call.args.required("channel"), call.args.required("ts")
    call.workspace.messages.delete(call.user_id, channel_id, ts)
    return {"channel": channel_id, "ts": ts}


@registry.method("chat.getPermalink", tier=SPECIAL)
def get_permalink(call: Call) -> dict[str, Any]:
    """The address of a message."""
    channel = call.workspace.channels.seen(call.user_id, call.args.required("channel"))
    link = call.workspace.permalink(channel.id, call.args.required("message_ts"))
    return {"channel": channel.id, "permalink": link}


def _draft(call: Call) -> Draft:
    args = call.args
    text = read_text(call, parse="none")[:POST_TEXT_LIMIT]
    blocks, attachments = read_markdown(args) or read_blocks(args), read_attachments(args)
    check_content(text, blocks, attachments)
    draft = Draft(text, blocks, attachments, thread_ts=thread_ts(call))
    draft.reply_broadcast = args.flag("reply_broadcast")
    if any(name in args for name in ("username", "icon_emoji", "icon_url")):
        call.caller.require("chat:write.customize")
        draft.username, draft.icon_emoji = args.text("username") or None, args.text("icon_emoji") or None
        draft.icon_url = args.text("icon_url") or None
    return draft


def _target(call: Call) -> Channel:
    """The conversation to post to: an id, a name of a channel, or a person."""
    channels, wanted = call.workspace.channels, call.args.required("channel")
    person = call.workspace.people.users.get(wanted)
    if person is not None:
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
        if person.deleted:
            raise SlackError("channel_not_found")
        return call.workspace.membership.open_im(call.user_id, person.id)[0]
    named = None if wanted in channels.all else channels.by_name(wanted.removeprefix("#"))
    channel = channels.seen(call.user_id, named.id if named else wanted)
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.user_id not in channel.members and "chat:write.public" not in call.caller.scopes:
        raise SlackError("not_in_channel")
    return channel
