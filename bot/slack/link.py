"""One WebSocket to Slack, from its hello to its end, and whether anything is still heard on it."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import structlog
from aiohttp import WSMsgType

log = structlog.get_logger("sockets")

#: Seconds for our part of a polite close; a ghost never answers it.
CLOSE_SECONDS: Final = 0.8


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a socket is asked whether it lives, and for how long it may be silent; in seconds."""

    ping_every: float = 2.0
    #: Silent for so long: a successor is opened, while this one may still turn out to live.
    suspect_after: float = 5.0
    #: Silent for so long: it is dead.
    dead_after: float = 20.0


class Link:
    """One open socket. `listen` until it ends; `is_leaving` is set when it needs a successor."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        rhythm: Rhythm,
        take: Callable[["Link", dict[str, Any]], Coroutine[Any, Any, None] | None],
    ) -> None:
        self._socket = socket
        self._rhythm = rhythm
        self._take = take
        self._work: set[asyncio.Task[None]] = set()
        self._heard_at = self.opened_at = time.monotonic()
        self._retire_at: float | None = None
        #: The hello frame, once it has come.
        self.hello: dict[str, Any] | None = None
        #: Why Slack wants it gone, once it has said so.
        self.farewell: str | None = None
        #: Set by the hello, or by the end where there was none.
        self.is_greeted = asyncio.Event()
        self.is_leaving = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """Whether frames can be sent, as far as we know."""
        return not self._socket.closed

    @property
    def silent_for(self) -> float:
        """Seconds since anything came, pongs included."""
        return time.monotonic() - self._heard_at

    @property
    def is_hearing(self) -> bool:
        """Whether it is open, was greeted and is not silent for suspiciously long."""
        return self.is_open and self.hello is not None and self.silent_for <= self._rhythm.suspect_after

    async def listen(self) -> None:
        """Hear frames until the socket ends, however that comes."""
        watch = asyncio.create_task(self._watch())
        try:
            while not self._socket.closed:
                await self._receive(await self._socket.receive())
        finally:
            watch.cancel()
            self.is_greeted.set()
            self.is_leaving.set()

    async def send(self, frame: dict[str, Any]) -> bool:
        """Send a frame; False when the socket is gone."""
        if self._socket.closed:
            return False
        try:
            await self._socket.send_str(json.dumps(frame))
        except (ConnectionError, aiohttp.ClientError):
            return False
        return True

    def retire(self, within: float) -> None:
        """It has its successor: Slack closes it when nothing more is on its way, else we do."""
        self._retire_at = time.monotonic() + within

    async def finish(self, within: float) -> None:
        """Let what is being worked on be acknowledged here, then close."""
        if self._work:
            await asyncio.wait(self._work, timeout=within)
        await self.close()

    async def close(self) -> None:
        """Close politely, and by force when the other side does not answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._socket.close()

    async def _receive(self, message: aiohttp.WSMessage) -> None:
        self._heard_at = time.monotonic()
        if message.type is WSMsgType.PING:
            with suppress(ConnectionError, aiohttp.ClientError):
                await self._socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            self._read(message.data)

    def _read(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            frame = None
        if not isinstance(frame, dict):
            log.warning("unreadable_frame", length=len(text))
            return
        match frame.get("type"):
            case "hello":
                self.hello = frame
                self.is_greeted.set()
            case "disconnect":
                self.farewell = str(frame.get("reason"))
                log.info("socket_asked_to_leave", reason=self.farewell)
                self.is_leaving.set()
            case _:
                self._begin(frame)

    def _begin(self, frame: dict[str, Any]) -> None:
        """Work on an envelope beside the others: one that takes long holds up nobody."""
        work = self._take(self, frame)
        if work is None:
            return
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _watch(self) -> None:
        """Ping; when nothing comes back, call for a successor, and in the end give the socket up."""
        pause = self._rhythm.ping_every
        while not self._socket.closed:
            await self._ping()
            slept_at = time.monotonic()
            await asyncio.sleep(pause)
            if time.monotonic() - slept_at > pause * 1.5 + 0.25:
                continue  # we ourselves were held up, and answers may lie unread: no judgement this time
            if self.silent_for > self._rhythm.dead_after:
                log.warning("socket_is_dead", silent_for=round(self.silent_for, 1))
                await self.close()
            elif self._retire_at is not None and time.monotonic() > self._retire_at:
                await self.close()
            elif self.silent_for > self._rhythm.suspect_after and not self.is_leaving.is_set():
                log.warning("socket_is_silent", silent_for=round(self.silent_for, 1))
                self.is_leaving.set()

    async def _ping(self) -> None:
        # A stuffed socket makes even a ping wait, and the watch must not wait with it.
        with suppress(ConnectionError, aiohttp.ClientError, TimeoutError):
            async with asyncio.timeout(self._rhythm.ping_every):
                await self._socket.ping()
