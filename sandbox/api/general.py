"""api.test, auth.test, team.info, bots.info."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.registry import SPECIAL, TIER_3, TIER_4, Registry
from sandbox.errors import SlackError

registry = Registry()


@registry.method("api.test", tier=TIER_4, kind="none")
def api_test(call: Call) -> dict[str, Any]:
    """Answer with the arguments, or with the error that was asked for."""
    if "error" in call.args:
        raise SlackError(call.args.text("error"), args=call.args.raw)
    return {"args": call.args.raw}


@registry.method("auth.test", tier=SPECIAL, kind="any")
def auth_test(call: Call) -> dict[str, Any]:
    """Say whose token it is."""
    team, caller = call.workspace.team, call.caller
    if caller.kind == "app":
        return {"app_name": call.workspace.people.bots[caller.bot_id].name, "app_id": caller.app_id}
    return {
        "url": team.url,
        "team": team.name,
        "user": call.workspace.people.find(caller.user_id).name,
        "team_id": team.id,
        "user_id": caller.user_id,
        "bot_id": caller.bot_id,
        "is_enterprise_install": False,
    }


@registry.method("team.info", scope="team:read", tier=TIER_3)
def team_info(call: Call) -> dict[str, Any]:
    """Describe the workspace."""
    team = call.workspace.team
    if call.args.text("team", team.id) != team.id:
        raise SlackError("team_not_found")
    email_domain = f"{team.domain}.example"
    described = {"id": team.id, "name": team.name, "url": team.url, "domain": team.domain}
    return {"team": {**described, "email_domain": email_domain, "icon": {"image_default": True}}}


@registry.method("bots.info", scope="users:read", tier=TIER_3)
def bots_info(call: Call) -> dict[str, Any]:
    """Describe a bot."""
    bot = call.workspace.people.bots.get(call.args.text("bot", call.caller.bot_id))
    if bot is None:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": bot.id,
            "deleted": False,
            "name": bot.name,
            "updated": bot.updated,
            "app_id": bot.app_id,
            "user_id": bot.user_id,
            "icons": bot.icons,
        }
    }
