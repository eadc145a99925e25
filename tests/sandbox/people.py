"""People at the page, as tests play them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

ALERTS = "C0ALERTS01"

#: Seconds: nobody waits so long where it comes, however busy the machine is.
PATIENCE = 20.0

#: Seconds for what is not to come.
SOON = 0.3


class Stream:
    """What one person's page is shown."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def frame(self, kind: str, within: float = PATIENCE) -> dict[str, Any]:
        """Wait for the next frame of a kind; others are passed over."""
        async with asyncio.timeout(within):
            while True:
                frame: dict[str, Any] = await self._socket.receive_json()
                if frame["type"] == kind:
                    return frame


class Person:
    """Somebody who uses the client API."""

    def __init__(self, http: aiohttp.ClientSession, url: str, user_id: str) -> None:
        self._http = http
        self._url = url
        self.user_id = user_id

    def also(self, user_id: str) -> "Person":
        """Somebody else at the same sandbox."""
        return Person(self._http, self._url, user_id)

    async def does(self, action: str, **body: Any) -> dict[str, Any]:
        """Act, and give the answer whatever it is."""
        address = f"{self._url}/client/{action}"
        async with self._http.post(address, json={"as": self.user_id, **body}) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def ok(self, action: str, **body: Any) -> dict[str, Any]:
        """Act, and insist that it works."""
        answer = await self.does(action, **body)
        assert answer["ok"], answer
        return answer

    async def posts(self, text: str, channel: str = ALERTS, **more: Any) -> str:
        return str((await self.ok("post", channel=channel, text=text, **more))["ts"])

    async def clicks(self, ts: str, block_id: str, action_id: str, value: Any = None) -> dict[str, Any]:
        where = {"type": "message", "channel": ALERTS, "ts": ts}
        return await self.does("action", container=where, block_id=block_id, action_id=action_id, input=value)

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[Stream]:
        """Open the page's stream."""
        address = f"{self._url}/client/stream?as={self.user_id}"
        async with self._http.ws_connect(address) as socket:
            stream = Stream(socket)
            await stream.frame("connected")
            yield stream
