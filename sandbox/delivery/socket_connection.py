"""One WebSocket of the app, as the sandbox sees it."""

import asyncio
import json
from typing import Any

from aiohttp import WSCloseCode, web

from sandbox.delivery.envelope import Envelope

#: Answers a waiting delivery when its socket died before the ack came.
GONE = object()


class SocketConnection:
    """A live socket: what was sent on it and not yet acked, and the faults played on it."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.frozen = False
        self.leaving = False
        self._unacked: dict[str, list[asyncio.Future[Any]]] = {}
        self._socket = socket
        self._transport = transport
        self._timers: list[asyncio.TimerHandle] = []

    @property
    def open(self) -> bool:
        """Say whether frames may still be sent."""
        return not self._socket.closed

    async def send(self, frame: dict[str, Any]) -> None:
        """Send one frame; on a frozen socket it vanishes."""
        if self.frozen:
            return
        try:
            await self._socket.send_str(json.dumps(frame))
        except (ConnectionError, RuntimeError):
            self.bury()

    async def carry(self, envelope: Envelope) -> "asyncio.Future[Any]":
        """Send an envelope; the future gives the ack frame, or GONE when the socket dies first."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._unacked.setdefault(envelope.id, []).append(answer)
        await self.send(envelope.frame())
        return answer

    def acknowledge(self, envelope_id: str, frame: dict[str, Any]) -> bool:
        """Answer the oldest delivery that waits for this id; False when none does."""
        for answer in self._unacked.get(envelope_id, ()):
            if not answer.done():
                answer.set_result(frame)
                return True
        return False

    def forget(self, envelope_id: str, answer: "asyncio.Future[Any]") -> None:
        """Stop waiting for an ack."""
        waiting = self._unacked.get(envelope_id, [])
        if answer in waiting:
            waiting.remove(answer)
        if not waiting:
            self._unacked.pop(envelope_id, None)

    async def pong(self, data: bytes) -> None:
        """Answer the app's ping, unless frozen."""
        if not self.frozen:
            await self._socket.pong(data)

    def later(self, seconds: float, action: Any) -> None:
        """Do something to this connection later, unless it has ended by then."""
        self._timers.append(asyncio.get_running_loop().call_later(seconds, action))

    async def close(self) -> None:
        """End politely, with a close frame; wait for the app's own one only shortly."""
        try:
            await asyncio.wait_for(self._socket.close(code=WSCloseCode.GOING_AWAY), timeout=0.5)
        except TimeoutError:
            self.abort()

    def abort(self) -> None:
        """Cut the wire without a word."""
        if self._transport is not None:
            self._transport.abort()

    def bury(self) -> None:
        """Tell every waiting delivery that its socket died."""
        for timer in self._timers:
            timer.cancel()
        for answer in (answer for waiting in self._unacked.values() for answer in waiting):
            if not answer.done():
                answer.set_result(GONE)
        self._unacked.clear()
