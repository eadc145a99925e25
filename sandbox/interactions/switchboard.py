"""What every interaction needs: the workspace, the way to the app, and the rights that are handed out."""

from dataclasses import dataclass
from typing import Any

from sandbox.delivery.courier import Courier
from sandbox.delivery.envelope import NO_CONNECTION, Acked, Failed, Kind
from sandbox.delivery.events import TOKEN
from sandbox.errors import SlackError
from sandbox.interactions.message_states import MessageStates
from sandbox.interactions.response_urls import ResponseUrls
from sandbox.interactions.triggers import Triggers
from sandbox.interactions.view import View
from sandbox.interactions.view_stacks import ViewStacks
from sandbox.manifest import AppManifest
from sandbox.workspace import Bot, Channel, Workspace


@dataclass
class Switchboard:
    """Connects people with the installed app."""

    workspace: Workspace
    app: Bot
    manifest: AppManifest
    courier: Courier
    triggers: Triggers
    views: ViewStacks
    response_urls: ResponseUrls
    message_states: MessageStates

    @property
    def identity(self) -> dict[str, str]:
        """The ids that stand in every view."""
        return {"team_id": self.workspace.team.id, "app_id": self.app.app_id, "bot_id": self.app.id}

    def shown(self, view: View) -> dict[str, Any]:
        """Render a view for a payload or an answer."""
        return view.shown(self.identity)

    def payload(self, kind: str, user_id: str, **fields: Any) -> dict[str, Any]:
        """Compose an interactive payload around its own fields."""
        user = self.workspace.people.find(user_id)
        team = self.workspace.team
        return {
            "type": kind,
            "token": TOKEN,
            "api_app_id": self.app.app_id,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
            "enterprise": None,
            "is_enterprise_install": False,
            **fields,
        }

    async def ask(self, payload: dict[str, Any], *, wants_answer: bool = False) -> Any:
        """Send an interactive payload; give the ack's payload, or say how the app failed the person."""
        if not self.manifest.interactivity_enabled:
            raise SlackError("interactivity_disabled")
        return await self.ask_as(Kind.INTERACTIVE, payload, wants_answer=wants_answer)

    async def ask_as(self, kind: Kind, payload: dict[str, Any], *, wants_answer: bool) -> Any:
        """Send a payload of any kind that a person waits for."""
        outcome = await self.courier.ask(kind, payload, wants_answer=wants_answer)
        if isinstance(outcome, Acked):
            return outcome.payload
        raise SlackError(failure_code(outcome))


def failure_code(failed: Failed) -> str:
    """Name the failure as Slack names it to the person."""
    match failed.reason:
        case "timeout" | "http_timeout":
            return "operation_timeout"
        case reason if reason == NO_CONNECTION:
            return "dispatch_failed"
        case "http_error":
            return "dispatch_unknown_error"
        case _:
            return "dispatch_failed"


def channel_name(channel: Channel) -> str:
    """Name a channel as payloads do: private ones only by what they are."""
    return {"im": "directmessage", "group": "privategroup"}.get(channel.type, channel.name)
