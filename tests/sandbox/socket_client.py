"""A bare Socket Mode client, so that tests see the frames themselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from people import PATIENCE


class SocketClient:
    """Receives frames and acks when told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self, within: float = PATIENCE) -> dict[str, Any]:
        frame: dict[str, Any] = await asyncio.wait_for(self.socket.receive_json(), within)
        return frame

    async def ack(self, frame: dict[str, Any], payload: Any = None) -> None:
        answer = {"envelope_id": frame["envelope_id"]}
        await self.socket.send_json(answer | ({"payload": payload} if payload is not None else {}))

    async def ended(self, within: float = PATIENCE) -> aiohttp.WSMsgType:
        message = await asyncio.wait_for(self.socket.receive(), within)
        return message.type


@asynccontextmanager
async def socket_client(url: str, **options: Any) -> AsyncIterator[SocketClient]:
    """Connect to a ticket's URL and swallow the hello."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url, **options) as socket:
        client = SocketClient(socket)
        assert (await client.frame())["type"] == "hello"
        yield client


class Listener:
    """Acks everything and remembers the payloads."""

    def __init__(self) -> None:
        self.payloads: list[dict[str, Any]] = []
        self._news = asyncio.Event()

    async def run(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = message.json()
            if "envelope_id" in frame:
                await socket.send_json({"envelope_id": frame["envelope_id"]})
                self.payloads.append(frame["payload"])
                self._news.set()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [payload["event"] for payload in self.payloads if "event" in payload]

    async def event(self, kind: str, within: float = PATIENCE, **fields: Any) -> dict[str, Any]:
        """Wait for an event with these fields."""
        async with asyncio.timeout(within):
            while True:
                for event in self.events:
                    if event["type"] == kind and fields.items() <= event.items():
                        return event
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[Listener]:
    """Stay connected and listen."""
    listener = Listener()
    async with socket_client(url) as client:
        task = asyncio.create_task(listener.run(client.socket))
        yield listener
        await client.socket.close()
        await task
