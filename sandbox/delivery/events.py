"""The Events API: listens to the workspace and sends the app what it subscribed to."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sandbox.delivery import channel_events, message_events, other_events
from sandbox.delivery.courier import Courier
from sandbox.delivery.subscriptions import granted
from sandbox.manifest import AppManifest
from sandbox.workspace import Bot, Change, Workspace

#: The deprecated verification token, the same in every payload.
TOKEN: Final = "sandbox-verification-token"  # noqa: S105  # not a secret: Slack sends it in the clear

Teller = Callable[[Workspace, Change, str], Iterator[tuple[str, dict[str, Any]]]]

_TELLERS: Final[Mapping[str, Teller]] = {
    "message": message_events.posted,
    "message_changed": message_events.changed,
    "message_deleted": message_events.deleted,
    "channel_created": channel_events.created,
    "channel_changed": channel_events.changed,
    "channel_deleted": channel_events.deleted,
    "member_joined": channel_events.joined,
    "member_left": channel_events.left,
    "reaction_added": other_events.reaction,
    "reaction_removed": other_events.reaction,
    "pin_added": other_events.pin,
    "pin_removed": other_events.pin,
    "file_shared": other_events.file_shared,
    "user_changed": other_events.user_change,
    "group_changed": other_events.group_change,
}


class Events:
    """Turns changes into event payloads, each at the instant of its change."""

    def __init__(self, workspace: Workspace, app: Bot, manifest: AppManifest, courier: Courier) -> None:
        self._workspace = workspace
        self._app = app
        self._courier = courier
        self._wanted = granted(manifest.events, manifest.scopes)
        self._sees_emails = "users:read.email" in manifest.scopes

    def on_change(self, change: Change) -> None:
        """Send whatever the app should hear of this change."""
        teller = _TELLERS.get(change.kind)
        if teller is None:
            return
        for subscription, event in teller(self._workspace, change, self._app.user_id):
            self.send(subscription, event)

    def send(self, subscription: str, event: dict[str, Any]) -> bool:
        """Send one event if the app subscribed to it; say whether it was sent."""
        if subscription not in self._wanted:
            return False
        if subscription == "user_change" and not self._sees_emails:
            event = {**event, "user": _without_email(event["user"])}
        self._courier.send_event(self._wrapped(event))
        return True

    def _wrapped(self, event: dict[str, Any]) -> dict[str, Any]:
        team_id = self._workspace.team.id
        return {
            "token": TOKEN,
            "team_id": team_id,
            "context_team_id": team_id,
            "context_enterprise_id": None,
            "api_app_id": self._app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.pulse.new_id("Ev", 10),
            "event_time": self._workspace.pulse.now(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team_id,
                    "user_id": self._app.user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": self._workspace.pulse.new_id("4-", 24),
        }


def _without_email(user: dict[str, Any]) -> dict[str, Any]:
    profile = {name: value for name, value in user["profile"].items() if name != "email"}
    return {**user, "profile": profile}
