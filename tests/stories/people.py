"""People at the sandbox's page, and what each of them does there and sees."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

PEOPLE = {
    "ana": "U0ANA00001",
    "ben": "U0BEN00001",
    "chen": "U0CHEN0001",
    "dia": "U0DIA00001",
    "emil": "U0EMIL0001",
    "gwen": "U0GWEN0001",
}

#: What people do with the bot, of all that they do at the page.
INTERACTIONS = frozenset({"command", "action", "submit", "shortcut"})

#: Seconds that a story waits for something to happen before it says that it did not: nobody waits so long
#: where it does, however busy the machine is.
PATIENCE = 30.0

#: Seconds between its first looks and its later ones: to look costs more than what is waited for.
SOON, SELDOM = 0.01, 0.1


async def eventually(look: Callable[[], Awaitable[Any]], what: str, *, within: float = PATIENCE) -> Any:
    """Look again and again until something true comes back."""
    end, pause = asyncio.get_running_loop().time() + within, SOON
    while True:
        found = await look()
        if found:
            return found
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"waited {within} s in vain for {what}")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, SELDOM)


class Page:
    """What every person does: ask the sandbox as the page does."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        #: How often anybody has typed a command, pressed a button or sent a form.
        self.interactions = 0

    async def act(self, user_id: str, action: str, **body: Any) -> dict[str, Any]:
        self.interactions += action in INTERACTIONS
        async with self.http.post(f"{self.url}/client/{action}", json={"as": user_id, **body}) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def desk(self, method: str, path: str, **body: Any) -> Any:
        """The sandbox's test desk."""
        async with self.http.request(method, f"{self.url}/sandbox/{path}", json=body or None) as response:
            return await response.json()


@dataclass
class Actor:
    """A person at the page."""

    page: Page
    name: str
    user_id: str

    async def does(self, action: str, **body: Any) -> dict[str, Any]:
        answer = await self.page.act(self.user_id, action, **body)
        assert answer["ok"], f"{self.name} could not {action}: {answer}"
        return answer

    async def is_heard(self) -> bool:
        """Whether the app is connected."""
        return bool((await self.does("boot"))["connected"])

    async def channels(self) -> dict[str, dict[str, Any]]:
        booted = await self.does("boot")
        return {channel["name"]: channel for channel in booted["channels"]}

    async def channel_id(self, name: str) -> str:
        return str((await self.channels())[name.lstrip("#")]["id"])

    async def sees(self, channel_id: str) -> list[dict[str, Any]]:
        page = await self.does("history", channel=channel_id, limit=200)
        return list(page["messages"])

    async def runs(self, text: str, where: str = "data-team") -> None:
        """Type a command."""
        command, _, rest = text.partition(" ")
        await self.does("command", channel=await self.channel_id(where), command=command, text=rest)

    async def asks(self, text: str, where: str = "data-team") -> str:
        """Type a command, and read what only this person is answered."""
        channel_id = await self.channel_id(where)
        before = {message["ts"] for message in await self.sees(channel_id) if message["ephemeral"]}
        await self.runs(text, where)

        async def answered() -> str | None:
            new = [m for m in await self.sees(channel_id) if m["ephemeral"] and m["ts"] not in before]
            return new[-1]["text"] if new else None

        return str(await eventually(answered, f"an answer to {text}"))

    async def form(self, callback_id: str) -> dict[str, Any]:
        """Wait for a form to open."""

        async def opened() -> dict[str, Any] | None:
            stack = (await self.does("boot"))["views"]
            top: dict[str, Any] | None = stack[-1] if stack else None
            return top if top and top.get("callback_id") == callback_id else None

        view: dict[str, Any] = await eventually(opened, f"the form {callback_id}")
        return view

    async def submits(self, callback_id: str, **fields: Any) -> dict[str, Any]:
        """Fill in the open form and send it."""
        view = await self.form(callback_id)
        elements = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
        values = {}
        for block_id, value in fields.items():
            picked = elements[block_id]["type"] == "external_select"
            values[block_id] = {"value": await self.picks(view, block_id, value) if picked else value}
        return await self.does("submit", view_id=view["id"], values=values)

    async def offered(self, view: dict[str, Any], block_id: str, typed: str) -> list[dict[str, Any]]:
        """Type into a menu that fills as one types."""
        where = {"type": "view", "view_id": view["id"]}
        asked = await self.does("suggest", container=where, block_id=block_id, action_id="value", query=typed)
        return list(asked["options"])

    async def picks(self, view: dict[str, Any], block_id: str, typed: str) -> dict[str, Any]:
        """Type into such a menu, and take what is called so, or what was typed as it is written."""
        offered = await self.offered(view, block_id, typed)
        found = [option for option in offered if option["value"] == typed]
        assert found, (typed, offered)
        return found[0]

    async def declares(self, title: str, where: str = "data-team", **fields: Any) -> None:
        """The whole way: the command, the form, Declare."""
        await self.runs("/incident declare", where)
        sent = await self.submits("declare", title=title, **fields)
        assert sent["outcome"] == "closed", sent

    async def clicks(self, channel_id: str, message: dict[str, Any], label: str, value: Any = None) -> None:
        """Press a button of a message, found by its label or action id."""
        for block in message.get("blocks") or []:
            elements = [*block.get("elements", []), block.get("accessory") or {}]
            for element in elements:
                words = element.get("text")
                said = words.get("text") if isinstance(words, dict) else None
                if label in {said, element.get("action_id")}:
                    container = {"type": "message", "channel": channel_id, "ts": message["ts"]}
                    await self.does(
                        "action",
                        container=container,
                        block_id=block["block_id"],
                        action_id=element["action_id"],
                        input=value,
                    )
                    return
        raise AssertionError(f"no “{label}” on: {message.get('text')}")


def spoken(message: dict[str, Any]) -> str:
    """All words of a message."""
    return f"{message.get('text', '')} {json.dumps(message.get('blocks') or [], ensure_ascii=False)}"
