"""conversations.*: making and changing channels, and who is in them."""

from typing import Any

from sandbox.api.call import Call, any_scope
from sandbox.api.channel_lists import channel_object, listed_channels
from sandbox.api.paging import page_of
from sandbox.api.registry import TIER_2, TIER_3, TIER_4, Registry
from sandbox.errors import SlackError

registry = Registry()
_MANAGE = any_scope("manage")
#: Opening more than a one-to-one conversation takes at most this many people in Slack.
_GROUP_DM_LIMIT = 8


@registry.method("conversations.create", scope=("channels:manage", "groups:write"), tier=TIER_2)
def create(call: Call) -> dict[str, Any]:
    """Create a channel."""
    private = call.args.flag("is_private")
    call.caller.require("groups:write" if private else "channels:manage")
    channel = call.workspace.channels.create(call.user_id, call.args.text("name"), is_private=private)
    return {"channel": channel_object(call, channel, counted=False)}


@registry.method("conversations.archive", scope=_MANAGE, tier=TIER_2)
def archive(call: Call) -> dict[str, Any]:
    """Archive a channel."""
    call.workspace.channels.archive(call.user_id, call.channel("manage").id)
    return {}


@registry.method("conversations.unarchive", scope=_MANAGE, tier=TIER_2)
def unarchive(call: Call) -> dict[str, Any]:
    """Refused for bots: archiving took their membership."""
    call.workspace.channels.unarchive(call.user_id, call.channel("manage").id)
    return {}


@registry.method("conversations.rename", scope=_MANAGE, tier=TIER_2)
def rename(call: Call) -> dict[str, Any]:
    """Rename a channel."""
    name = call.args.text("name")
    channel = call.workspace.channels.rename(call.user_id, call.channel("manage").id, name)
    return {"channel": channel_object(call, channel, counted=False)}


@registry.method("conversations.setTopic", scope=any_scope("topic"), tier=TIER_2)
def set_topic(call: Call) -> dict[str, Any]:
    """Set the topic."""
    topic = call.args.text("topic")
    channel = call.workspace.channels.set_topic(call.user_id, call.channel("topic").id, topic)
    return {"channel": channel_object(call, channel, counted=False), "topic": topic}


@registry.method("conversations.setPurpose", scope=any_scope("topic"), tier=TIER_2)
def set_purpose(call: Call) -> dict[str, Any]:
    """Set the purpose."""
    purpose = call.args.text("purpose")
    channel = call.workspace.channels.set_purpose(call.user_id, call.channel("topic").id, purpose)
    return {"channel": channel_object(call, channel, counted=False), "purpose": purpose}


@registry.method("conversations.invite", scope=any_scope("invites"), tier=TIER_3)
def invite(call: Call) -> dict[str, Any]:
    """Invite people; forced, the answer says who could not come."""
    channel, errors = call.workspace.membership.invite(
        call.user_id,
        call.channel("invites").id,
        call.args.ids("users"),
        force=call.args.flag("force"),
    )
    answer = {"channel": channel_object(call, channel, counted=False)}
    return answer | {"errors": errors} if errors else answer


@registry.method("conversations.kick", scope=_MANAGE, tier=TIER_3)
def kick(call: Call) -> dict[str, Any]:
    """Remove somebody."""
    channel_id = call.channel("manage").id
    call.workspace.membership.kick(call.user_id, channel_id, call.args.required("user", "user_not_found"))
    return {}


@registry.method("conversations.join", scope="channels:join", tier=TIER_3)
def join(call: Call) -> dict[str, Any]:
    """Join a public channel; a private one admits by invitation only, and its members are told the same."""
    channel_id = call.args.required("channel")
    if call.workspace.channels.seen(call.user_id, channel_id).is_private:
        raise SlackError("method_not_supported_for_channel_type")
    channel, already = call.workspace.membership.join(call.user_id, channel_id)
    answer: dict[str, Any] = {"channel": channel_object(call, channel, counted=False)}
    if already:
        answer["warning"] = "already_in_channel"
        answer["response_metadata"] = {"warnings": ["already_in_channel"]}
    return answer


@registry.method("conversations.leave", scope=_MANAGE, tier=TIER_3)
def leave(call: Call) -> dict[str, Any]:
    """Leave a channel."""
    was_member = call.workspace.membership.leave(call.user_id, call.channel("manage").id)
    return {} if was_member else {"not_in_channel": True}


@registry.method("conversations.info", scope=any_scope("read"), tier=TIER_3)
def info(call: Call) -> dict[str, Any]:
    """Describe a conversation."""
    channel = call.channel("read")
    described = channel_object(call, channel, counted=call.args.flag("include_num_members"))
    if call.user_id in channel.members:
        described["last_read"] = channel.last_read.get(call.user_id, "0000000000.000000")
    return {"channel": described}


@registry.method("conversations.list", scope=any_scope("read"), tier=TIER_2)
def list_channels(call: Call) -> dict[str, Any]:
    """List the conversations that the bot may know of."""
    return listed_channels(call, call.workspace.channels.visible(call.user_id))


@registry.method("conversations.members", scope=any_scope("read"), tier=TIER_4)
def members(call: Call) -> dict[str, Any]:
    """List the members of a conversation."""
    found = call.workspace.channels.active_members(call.channel("read"))
    page, metadata = page_of(found, call.args, lambda member: member)
    return {"members": list(page), **metadata}


@registry.method("conversations.open", scope=("im:write", "mpim:write"), tier=TIER_3)
def open_conversation(call: Call) -> dict[str, Any]:
    """Open the direct message with one person. Group messages are not part of the sandbox."""
    if call.args.text("channel"):
        channel = call.channel("manage")
        if not channel.is_im:
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, channel_id=channel.id, already=True)
    users = call.args.ids("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > _GROUP_DM_LIMIT:
        raise SlackError("too_many_users")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    if call.args.flag("prevent_creation"):
        call.workspace.membership.known_im(call.user_id, users[0])
    channel, already = call.workspace.membership.open_im(call.user_id, users[0])
    return _opened(call, channel_id=channel.id, already=already)


@registry.method("conversations.close", scope=_MANAGE, tier=TIER_2)
def close(call: Call) -> dict[str, Any]:
    """Close a direct message, which only hides it from a list that bots do not have."""
    if not call.channel("manage").is_im:
        raise SlackError("method_not_supported_for_channel_type")
    return {}


def _opened(call: Call, *, channel_id: str, already: bool) -> dict[str, Any]:
    channel = call.workspace.channels.find(channel_id)
    full = call.args.flag("return_im")
    shown = channel_object(call, channel, counted=False) if full else {"id": channel_id}
    answer: dict[str, Any] = {"channel": shown}
    return {"no_op": True, "already_open": True, **answer} if already else answer
