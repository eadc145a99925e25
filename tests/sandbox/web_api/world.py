"""An app with every scope in a workspace where something has happened already."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.api import Caller
from sandbox.seed import ANA, APP_USER_ID, BEN, EMIL
from sandbox.server import Sandbox
from sandbox.workspace import Draft, Workspace

GENERAL, SECRET, FINANCE = "C0GENERAL1", "C0PRIVATE1", "C0FINANCE1"


@dataclass
class World:
    """The bot is in `room` with Ana and Ben; `closed` is archived; a few messages stand in the room."""

    sandbox: Sandbox
    slack: AsyncWebClient
    room: str
    closed: str
    own: str
    anas: str
    closed_own: str
    dm: str

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace

    def scoped(self, *, without: str) -> None:
        """Take one scope away from the bot."""
        tokens = self.sandbox.web_api.tokens
        caller: Caller = tokens[self.sandbox.bot_token]
        tokens[self.sandbox.bot_token] = replace(caller, scopes=caller.scopes - {without})

    def says(self, user_id: str, text: str, **draft: Any) -> str:
        """Somebody posts in the room; the answer is the timestamp."""
        return self.workspace.messages.post(user_id, self.room, Draft(text, **draft)).ts

    def filled(self, value: Any) -> Any:
        """Put this world's ids in place of `$room` and the like."""
        if isinstance(value, str) and value.startswith("$"):
            return getattr(self, value[1:])
        return value

    async def call(self, method: str, args: Mapping[str, Any], *, form: bool = False) -> dict[str, Any]:
        """Call a method and give the answer, good or bad."""
        filled = {name: self.filled(value) for name, value in args.items()}
        body: dict[str, Any] = {"data": _as_form(filled)} if form else {"json": filled}
        try:
            response = await self.slack.api_call(method, **body)
        except SlackApiError as error:
            response = error.response
        answer = response.data
        assert isinstance(answer, dict)
        return answer


def built(sandbox: Sandbox, slack: AsyncWebClient) -> World:
    """Let the few things happen."""
    workspace, bot = sandbox.workspace, APP_USER_ID
    closed = workspace.channels.create(bot, "closed").id
    closed_own = workspace.messages.post(bot, closed, Draft("the end")).ts
    workspace.membership.invite(bot, closed, [EMIL])
    workspace.channels.archive(bot, closed)
    room = workspace.channels.create(bot, "room").id
    workspace.membership.invite(bot, room, [ANA, BEN])
    own = workspace.messages.post(bot, room, Draft("mine")).ts
    anas = workspace.messages.post(ANA, room, Draft("Ana's")).ts
    dm = workspace.membership.open_im(bot, ANA)[0].id
    return World(sandbox, slack, room, closed, own, anas, closed_own, dm)


def _as_form(args: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: json.dumps(value) if isinstance(value, dict | list) else str(value)
        for name, value in args.items()
    }
