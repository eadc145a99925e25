"""What other integrations and the admin do: alerts, accounts, user groups."""

from collections.abc import Mapping
from typing import Any

from sandbox.blockkit import check_message
from sandbox.client.desk import Body, Desk, action, required
from sandbox.errors import SlackError
from sandbox.workspace import Draft
from sandbox.workspace.messages import Edit

#: Where sample alerts appear.
ALERTS_CHANNEL = "data-alerts"


@action("sample")
def sample(desk: Desk, _user_id: str, body: Body) -> dict[str, Any]:
    """Post a sample alert as its integration."""
    found = desk.samples.get(required(body, "id"))
    channel = desk.workspace.channels.by_name(ALERTS_CHANNEL)
    if found is None or channel is None:
        raise SlackError("not_found", message="There is no such sample, or no #data-alerts.")
    return {"channel": channel.id, **_post(desk, channel.id, found.app, found.style, found.message)}


@action("bot_message")
def bot_message(desk: Desk, _user_id: str, body: Body) -> dict[str, Any]:
    """Post as another integration: `app` with a bot user of its own, or `webhook` without any user."""
    style = str(body.get("style") or "app")
    message = _message(body)
    return _post(desk, required(body, "channel"), required(body, "app"), style, message)


@action("bot_update")
def bot_update(desk: Desk, _user_id: str, body: Body) -> dict[str, Any]:
    """Let an integration edit its own message."""
    channel_id, ts = required(body, "channel"), required(body, "ts")
    message = _message(body)
    bot = desk.workspace.people.bots.get(desk.workspace.messages.find(channel_id, ts).body.get("bot_id", ""))
    if bot is None:
        raise SlackError("cant_update_message")
    check_message(message.get("blocks"), message.get("attachments"))
    edit = Edit(message.get("text"), message.get("blocks"), message.get("attachments"))
    desk.workspace.messages.update(bot.user_id, channel_id, ts, edit)
    return {"ts": ts}


@action("deactivate")
def deactivate(desk: Desk, _user_id: str, body: Body) -> dict[str, Any]:
    """Close somebody's account."""
    desk.workspace.people.set_deleted(required(body, "user"), deleted=True)
    return {}


@action("reactivate")
def reactivate(desk: Desk, _user_id: str, body: Body) -> dict[str, Any]:
    """Open somebody's account again."""
    desk.workspace.people.set_deleted(required(body, "user"), deleted=False)
    return {}


@action("group")
def group(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Set the members of a user group."""
    users = [str(user) for user in body.get("users") or ()]
    desk.workspace.groups.set_members(user_id, required(body, "group"), users)
    return {}


def _message(body: Body) -> Mapping[str, Any]:
    message = body.get("message")
    if not isinstance(message, Mapping):
        raise SlackError("invalid_arguments", message="message is not an object")
    return message


def _post(desk: Desk, channel_id: str, app: str, style: str, message: Mapping[str, Any]) -> dict[str, Any]:
    bot = desk.workspace.people.integration(app)
    blocks, attachments = message.get("blocks"), message.get("attachments")
    check_message(blocks, attachments)
    draft = Draft(
        text=str(message.get("text") or ""),
        blocks=list(blocks) if blocks else None,
        attachments=list(attachments) if attachments else None,
        thread_ts=message.get("thread_ts"),
        username=message.get("username"),
        icon_emoji=message.get("icon_emoji"),
        icon_url=message.get("icon_url"),
        webhook=style == "webhook",
    )
    posted = desk.workspace.messages.post(bot.user_id, channel_id, draft, outsider=True)
    return {"ts": posted.ts}
