"""Socket Mode: several sockets kept open, each replaced before it goes, whatever becomes of it.

Slack hands each payload to any one of our sockets. A socket that is asked to leave, or that has gone
silent, gets its successor first and goes on listening until Slack closes it, so that nothing falls between.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.chat import Chat, open_session
from bot.slack.envelopes import ack_of, read_envelope
from bot.slack.link import CLOSE_SECONDS, Link, Rhythm
from bot.slack.opening import NotOpened, greeted, open_socket, pause_after
from bot.slack.pauses import Pauses
from bot.slack.socket_state import CONNECTION_LIMIT, SocketState, explained

log = structlog.get_logger("sockets")

#: Between the first tries of our sockets, so that Slack does not refresh them all at one moment.
STAGGER_SECONDS: Final = 0.2

#: A socket that lived for so long was worth having: its successor is opened without a pause.
STEADY_SECONDS: Final = 2.0

#: For Slack to close a socket that has its successor; then we do.
RETIRE_SECONDS: Final = 30.0

#: For a socket to appear that an ack can leave by, when all are gone. Slack waits 3 seconds in all.
ACK_SECONDS: Final = 2.0

#: For running listeners to acknowledge when we stop.
DRAIN_SECONDS: Final = 4.0


class Sockets:
    """Keeps `connections` sockets open from `start` to `stop`, and lets Bolt work on what they bring."""

    def __init__(
        self,
        bolt_app: AsyncApp,
        app_token: str,
        api_url: str,
        *,
        connections: int = 2,
        rhythm: Rhythm | None = None,
        on_state: Callable[[SocketState], None] | None = None,
        on_ack: Callable[[str, float], None] | None = None,
    ) -> None:
        self._bolt_app = bolt_app
        self._app_token = app_token
        self._api_url = api_url
        self._wanted = connections
        self._rhythm = rhythm or Rhythm()
        self._on_state = on_state or (lambda state: None)
        self._on_ack = on_ack or (lambda kind, seconds: None)
        self._session: aiohttp.ClientSession | None = None
        self._keepers: list[asyncio.Task[None]] = []
        self._links: dict[Link, asyncio.Task[None]] = {}
        self._hello_connections: int | None = None
        self._fault: str | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin to connect; returns at once, and tries for ever while Slack is away."""
        self._session = open_session()
        chat = Chat(self._app_token, self._api_url, self._session)
        self._keepers = [
            asyncio.create_task(self._keep_one(chat, self._session, place)) for place in range(self._wanted)
        ]

    async def stop(self) -> None:
        """Take nothing more, let what is being worked on be acknowledged, then close."""
        self._stopping = True
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(link.finish(DRAIN_SECONDS) for link in self._links))
        if self._links:
            await asyncio.wait(self._links.values(), timeout=CLOSE_SECONDS)
        if self._session is not None:
            await self._session.close()

    def state(self) -> SocketState:
        """How it stands right now."""
        hearing = sum(link.is_hearing for link in self._links)
        return SocketState(
            wanted=self._wanted,
            # A socket and its successor may both be open for a while; that is still one place.
            connected=min(hearing, self._wanted),
            last_frame_age=min((link.silent_for for link in self._links if link.is_open), default=None),
            hello_connections=self._hello_connections,
            warnings=tuple(self._warnings()),
        )

    def _warnings(self) -> list[str]:
        warnings = [explained(self._fault)] if self._fault else []
        if (self._hello_connections or 0) >= CONNECTION_LIMIT:
            warnings.append(
                f"Slack counts {self._hello_connections} sockets of this app and allows {CONNECTION_LIMIT}; "
                "run fewer replicas, and look for other programs with the same app-level token."
            )
        return warnings

    async def _keep_one(self, chat: Chat, session: aiohttp.ClientSession, place: int) -> None:
        """Keep one socket open; its successor opens before it goes."""
        await asyncio.sleep(place * STAGGER_SECONDS)
        pauses, before = Pauses(), None
        while not self._stopping:
            await asyncio.sleep(pauses.next())
            try:
                link = await self._open(chat, session)
            except NotOpened as fault:
                self._note_fault(fault.code)
                await asyncio.sleep(fault.pause)
                continue
            except Exception:  # the loop top of one place: without it a socket would be missing for good
                log.exception("opening_failed")
                continue
            if before is not None:
                before.retire(RETIRE_SECONDS)
            await link.is_leaving.wait()
            if time.monotonic() - link.opened_at > STEADY_SECONDS:
                pauses.succeeded()
            if pause := pause_after(link.farewell):
                self._note_fault(str(link.farewell))
                await asyncio.sleep(pause)
            before = link

    async def _open(self, chat: Chat, session: aiohttp.ClientSession) -> Link:
        """Open a socket and listen to it. Raises NotOpened."""
        link = Link(await open_socket(chat, session), self._rhythm, self._take)
        self._links[link] = asyncio.create_task(self._listen(link))
        await greeted(link, self._note_hello)
        return link

    async def _listen(self, link: Link) -> None:
        try:
            await link.listen()
            log.info("socket_closed", after=round(time.monotonic() - link.opened_at, 1))
            self._on_state(self.state())
            await link.finish(DRAIN_SECONDS)
        finally:
            del self._links[link]

    def _note_hello(self, num_connections: int | None) -> None:
        self._hello_connections, self._fault = num_connections, None
        state = self.state()
        log.info("socket_open", connected=state.connected, slack_counts=num_connections)
        self._on_state(state)

    def _note_fault(self, code: str) -> None:
        """Say it once, not at every try."""
        if code != self._fault:
            self._fault = code
            log.warning("socket_not_opened", code=code, meaning=explained(code))
            self._on_state(self.state())

    def _take(self, link: Link, frame: dict[str, Any]) -> Coroutine[Any, Any, None] | None:
        """Take up a frame that is an envelope; when we stop, it is left for Slack to send elsewhere."""
        envelope = read_envelope(frame)
        if envelope is None or self._stopping:
            return None
        return self._work(link, envelope)

    async def _work(self, link: Link, envelope: SocketModeRequest) -> None:
        came_at = time.monotonic()
        ack = await ack_of(self._bolt_app, envelope)
        if ack is None:
            return
        if await self._acknowledge(link, ack):
            self._on_ack(envelope.type, time.monotonic() - came_at)
        else:
            log.warning("ack_not_sent", type=envelope.type)

    async def _acknowledge(self, link: Link, ack: dict[str, Any]) -> bool:
        """Send an ack by the socket that brought the envelope or, when it is gone, by any that lives."""
        deadline = time.monotonic() + ACK_SECONDS
        while time.monotonic() < deadline:
            others = [other for other in self._links if other is not link and other.is_hearing]
            for way in (link, *others) if link.is_hearing else (*others, link):
                if await way.send(ack):
                    return True
            await asyncio.sleep(0.02)
        return False
