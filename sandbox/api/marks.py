"""pins.*, reactions.*, bookmarks.*: what is attached to messages and channels."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.registry import TIER_2, TIER_3, Registry
from sandbox.errors import SlackError, argument_error
from sandbox.workspace.emoji import is_emoji
from sandbox.workspace.timestamps import to_micros

registry = Registry()


def _item(call: Call) -> tuple[str, str]:
    """The channel and timestamp that name a message."""
    channel_id = call.args.required("channel", "channel_not_found")
    ts = call.args.required("timestamp", "no_item_specified")
    if to_micros(ts) is None:
        raise SlackError("bad_timestamp")
    return channel_id, ts


@registry.method("pins.add", scope="pins:write", tier=TIER_2)
def pins_add(call: Call) -> dict[str, Any]:
    """Pin a message."""
    call.workspace.pins.add(call.user_id, *_item(call))
    return {}


@registry.method("pins.remove", scope="pins:write", tier=TIER_2)
def pins_remove(call: Call) -> dict[str, Any]:
    """Unpin a message."""
    call.workspace.pins.remove(call.user_id, *_item(call))
    return {}


@registry.method("pins.list", scope="pins:read", tier=TIER_2)
def pins_list(call: Call) -> dict[str, Any]:
    """What is pinned, newest first."""
    channel_id = call.args.required("channel", "channel_not_found")
    channel = call.workspace.channels.joined(call.user_id, channel_id)
    return {"items": [call.workspace.pins.item(channel, pin) for pin in channel.pins]}


@registry.method("reactions.add", scope="reactions:write", tier=TIER_3)
def reactions_add(call: Call) -> dict[str, Any]:
    """React to a message."""
    channel_id, ts = _item(call)
    call.workspace.reactions.add(call.user_id, channel_id, ts, call.args.text("name").strip(":"))
    return {}


@registry.method("reactions.remove", scope="reactions:write", tier=TIER_2)
def reactions_remove(call: Call) -> dict[str, Any]:
    """Take a reaction back."""
    channel_id, ts = _item(call)
    call.workspace.reactions.remove(call.user_id, channel_id, ts, call.args.text("name").strip(":"))
    return {}


@registry.method("reactions.get", scope="reactions:read", tier=TIER_3)
def reactions_get(call: Call) -> dict[str, Any]:
    """A message with its reactions."""
    channel_id, ts = _item(call)
    call.workspace.channels.joined(call.user_id, channel_id)
    message = call.workspace.messages.find(channel_id, ts)
    link = call.workspace.permalink(channel_id, ts)
    return {"type": "message", "channel": channel_id, "message": message.shown() | {"permalink": link}}


@registry.method("bookmarks.add", scope="bookmarks:write", tier=TIER_2)
def bookmarks_add(call: Call) -> dict[str, Any]:
    """Add a link to the top of a channel."""
    args = call.args
    channel_id, title = args.required("channel_id"), args.required("title")
    if args.required("type") != "link":
        raise SlackError("invalid_bookmark_type")
    link = args.text("link")
    if not link.startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    emoji = args.text("emoji") or None
    if emoji and not is_emoji(emoji.strip(":")):
        raise SlackError("invalid_emoji")
    return {"bookmark": call.workspace.bookmarks.add(call.user_id, channel_id, title, link, emoji)}


@registry.method("bookmarks.list", scope="bookmarks:read", tier=TIER_3)
def bookmarks_list(call: Call) -> dict[str, Any]:
    """The links at the top of a channel."""
    return {"bookmarks": call.workspace.bookmarks.of(call.user_id, call.args.required("channel_id"))}


@registry.method("bookmarks.remove", scope="bookmarks:write", tier=TIER_2)
def bookmarks_remove(call: Call) -> dict[str, Any]:
    """Remove a link."""
    channel_id, bookmark_id = call.args.required("channel_id"), call.args.text("bookmark_id")
    if not bookmark_id:
        raise argument_error("missing required field: bookmark_id")
    call.workspace.bookmarks.remove(call.user_id, channel_id, bookmark_id)
    return {}
