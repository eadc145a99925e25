"""The driver: people at the page of one local Slack, and what its logs say of the app."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bench.local_slack import MEETING_ID
from bench.programs import Program

#: What one call of Slack's Web API takes in the figures that are ratios.
LATENCY = 0.100

Row = dict[str, Any]


class Crowd:
    """Acts as anybody, and reads the logs."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def act(self, user_id: str, action: str, **body: Any) -> Row:
        """Do something at the page."""
        async with self._http.post(f"{self._url}/client/{action}", json={"as": user_id, **body}) as response:
            answer: Row = await response.json()
            return answer

    async def read(self, what: str, since: int = 0) -> Any:
        """Read a log of the sandbox: `calls` or `deliveries`, or the `workspace`."""
        async with self._http.get(f"{self._url}/sandbox/{what}", params={"since": since}) as response:
            answer = await response.json()
            return answer.get(what, answer)

    async def count(self, what: str) -> int:
        """The number of the last row of a log."""
        rows = await self.read(what)
        return int(rows[-1]["n"]) if rows else 0

    async def slow_down(self, seconds: float) -> None:
        """Let every call of the Web API take so long, its effect halfway."""
        await self._http.post(f"{self._url}/sandbox/latency", json={"ms": seconds * 1000})

    async def enforce_limits(self) -> None:
        """Let Slack refuse from now on what is beyond its tiers."""
        await self._http.post(f"{self._url}/sandbox/limits", json={"on": True})

    async def is_heard(self) -> bool:
        """Whether the app has opened its two sockets (the bare one opens one)."""
        async with self._http.get(f"{self._url}/sandbox/health") as response:
            return bool((await response.json())["connected"])

    async def opens_form(self, user_id: str) -> str:
        """Type `/incident declare` and wait for the form; gives its view id."""
        await self.act(user_id, "command", channel=MEETING_ID, command="/incident", text="declare")

        async def opened() -> str:
            views = (await self.act(user_id, "boot"))["views"]
            return str(views[-1]["id"]) if views else ""

        return str(await eventually(opened, "the declare form"))

    async def submits(self, user_id: str, view_id: str, title: str) -> None:
        """Send the form."""
        values = {"title": {"value": title}}
        sent = await self.act(user_id, "submit", view_id=view_id, values=values)
        if sent.get("outcome") != "closed":
            raise SystemExit(f"bench: the form was not taken: {sent}")


@asynccontextmanager
async def crowd_at(slack: Program) -> AsyncIterator[Crowd]:
    """Be at the page of this local Slack, with an app that is connected."""
    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector) as http:
        crowd = Crowd(http, slack.url)
        await eventually(crowd.is_heard, "the app to be connected")
        yield crowd


async def eventually(
    look: Callable[[], Awaitable[Any]], what: str, *, every: float = 0.05, within: float = 60.0
) -> Any:
    """Look again and again until something true comes back."""
    async with asyncio.timeout(within):
        while not (found := await look()):
            await asyncio.sleep(every)
    if not found:
        raise SystemExit(f"bench: waited in vain for {what}")
    return found


async def quiet(crowd: Crowd, what: str = "calls", *, for_seconds: float = 0.6) -> None:
    """Wait until a log has stood still for a while."""
    before, still = -1, 0.0
    while still < for_seconds:
        await asyncio.sleep(0.2)
        now = await crowd.count(what)
        still = still + 0.2 if now == before else 0.0
        before = now


def of_type(rows: Sequence[Row], start: str) -> list[Row]:
    """The deliveries whose type starts so."""
    return [row for row in rows if row["type"].startswith(start)]
