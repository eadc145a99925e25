"""A Bolt app of nobody in particular, which remembers what reached it."""

import asyncio
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

ANA = "U0ANA00001"
ALERTS = "C0ALERTS01"

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Tea Round"},
    "features": {
        "bot_user": {"display_name": "tea-round"},
        "slash_commands": [{"command": "/tea", "description": "Order tea"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "channels:history", "channels:read", "chat:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.channels"]},
        "socket_mode_enabled": True,
    },
}


class TeaApp:
    """Takes orders (`/tea <kind>`), and listens to messages."""

    def __init__(self, signing_secret: str = "") -> None:
        self.heard: list[str] = []
        self.ordered: list[str] = []
        #: Set: the next orders are acknowledged only when it is let go.
        self.kettle = asyncio.Event()
        self.kettle.set()
        self.bolt = AsyncApp(signing_secret=signing_secret, authorize=_authorize)
        self.bolt.event("message")(self._hear)
        self.bolt.command("/tea")(self._serve)

    async def _hear(self, event: dict[str, Any]) -> None:
        if "subtype" not in event:  # the app's own arrival in a channel is one
            self.heard.append(event["text"])

    async def _serve(self, ack: AsyncAck, command: dict[str, Any]) -> None:
        self.ordered.append(command["text"])
        await self.kettle.wait()
        await ack(f"One {command['text']}, coming")


async def _authorize(**_context: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0NORTH01", bot_user_id="U0APPBOT01", bot_token="xoxb-1"
    )


class Ana:
    """A person at the sandbox's page."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def does(self, action: str, **body: Any) -> dict[str, Any]:
        async with self._http.post(f"{self._url}/client/{action}", json={"as": ANA, **body}) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def posts(self, text: str) -> None:
        answer = await self.does("post", channel=ALERTS, text=text)
        assert answer["ok"], answer

    async def orders(self, kind: str) -> dict[str, Any]:
        return await self.does("command", channel=ALERTS, command="/tea", text=kind)
