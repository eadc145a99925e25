"""users.* and usergroups.*"""

from typing import Any

from sandbox.api.call import Call, any_scope
from sandbox.api.channel_lists import listed_channels
from sandbox.api.paging import page_of
from sandbox.api.registry import TIER_2, TIER_3, TIER_4, Registry
from sandbox.errors import SlackError
from sandbox.workspace.people import User

registry = Registry()


def _shown(call: Call, user: User) -> dict[str, Any]:
    """The user object; the address only for tokens that may read it."""
    payload = call.workspace.people.payload(user)
    if "users:read.email" not in call.caller.scopes:
        payload["profile"].pop("email", None)
    return payload


@registry.method("users.info", scope="users:read", tier=TIER_4)
def users_info(call: Call) -> dict[str, Any]:
    """Describe one person."""
    user_id = call.args.required("user", "user_not_found")
    locale = {"locale": "en-US"} if call.args.flag("include_locale") else {}
    return {"user": _shown(call, call.workspace.people.find(user_id)) | locale}


@registry.method("users.list", scope="users:read", tier=TIER_2)
def users_list(call: Call) -> dict[str, Any]:
    """Everybody, deactivated ones too."""
    everybody = list(call.workspace.people.users.values())
    page, metadata = page_of(everybody, call.args, lambda user: user.id, default=1000)
    return {
        "members": [_shown(call, user) for user in page],
        "cache_ts": call.workspace.pulse.now(),
        **metadata,
    }


@registry.method("users.lookupByEmail", scope="users:read.email", tier=TIER_3)
def users_lookup_by_email(call: Call) -> dict[str, Any]:
    """Find an active person by address."""
    user = call.workspace.people.by_email(call.args.required("email", "users_not_found"))
    if user is None:
        raise SlackError("users_not_found")
    return {"user": _shown(call, user)}


@registry.method("users.getPresence", scope="users:read", tier=TIER_3)
def users_get_presence(call: Call) -> dict[str, Any]:
    """Whether somebody is there."""
    user = call.workspace.people.find(call.args.text("user", call.user_id))
    return {"presence": user.presence}


@registry.method("users.conversations", scope=any_scope("read"), tier=TIER_3)
def users_conversations(call: Call) -> dict[str, Any]:
    """The conversations that somebody is a member of, as far as the caller may know of them."""
    people, caller_id = call.workspace.people, call.user_id
    user = people.find(call.args.text("user", caller_id))
    theirs = [
        channel
        for channel in call.workspace.channels.visible(caller_id)
        if user.id in channel.members and (not channel.is_private or caller_id in channel.members)
    ]
    return listed_channels(call, theirs)


@registry.method("usergroups.list", scope="usergroups:read", tier=TIER_2)
def usergroups_list(call: Call) -> dict[str, Any]:
    """Every user group."""
    groups, users = call.workspace.groups, call.args.flag("include_users")
    disabled = call.args.flag("include_disabled")
    found = [group for group in groups.all.values() if disabled or not group.disabled_at]
    return {"usergroups": [groups.payload(group, users=users) for group in found]}


@registry.method("usergroups.users.list", scope="usergroups:read", tier=TIER_2)
def usergroups_users_list(call: Call) -> dict[str, Any]:
    """Who is in a group."""
    return {"users": list(call.workspace.groups.find(call.args.required("usergroup")).users)}
