"""The Socket Mode server: tickets, up to ten sockets, payloads to any one of them, acks by envelope id."""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any, Literal

from aiohttp import WSMessage, WSMsgType, web

from sandbox.delivery.envelope import NO_CONNECTION, Acked, Envelope, Failed, Outcome
from sandbox.delivery.socket_connection import GONE, SocketConnection

MAX_CONNECTIONS = 10
HOST = "applink-sandbox"
#: How long a socket lives before it is refreshed; the short one is for `?debug_reconnects=true`.
LIFE_SECONDS, DEBUG_LIFE_SECONDS = 3600, 360
#: Between a disconnect frame and the server closing the socket by itself.
GRACE_SECONDS = 10.0

Cut = Literal["close", "abort", "freeze", "thaw"]


class SocketMode:
    """All sockets of the installed app."""

    name = "socket"

    def __init__(self, app_id: str, *, grace: float = GRACE_SECONDS) -> None:
        self.on_connected: Callable[[bool], None] = lambda connected: None
        self._app_id = app_id
        self._grace = grace
        self._tickets: set[str] = set()
        self._connections: list[SocketConnection] = []
        self._turn = 0
        self._arrived = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Say whether any socket is open."""
        return bool(self._connections)

    @property
    def connection_count(self) -> int:
        """How many sockets are registered, frozen ones included: Slack does not know that they are ghosts."""
        return len(self._connections)

    def issue_ticket(self) -> str:
        """Make a ticket that opens one socket, once."""
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve `/socket/<ticket>` until the socket ends."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404, text="unknown or used ticket")
        socket = web.WebSocketResponse(autoping=False, autoclose=False, max_msg_size=2**20)
        self._tickets.discard(ticket)  # at once: of two that come together with one ticket, one gets in
        await socket.prepare(request)
        connection = SocketConnection(socket, request.transport)
        if len(self._connections) >= MAX_CONNECTIONS:
            await self._say_goodbye(connection, "too_many_websockets")
            await connection.close()
            return socket
        await self._serve(connection, socket, debug=request.query.get("debug_reconnects") == "true")
        return socket

    async def deliver(self, envelope: Envelope, within: float) -> Outcome:
        """Send to one socket; when that one dies before the ack, once more to another."""
        if not self._connections:
            return Failed(NO_CONNECTION)
        try:
            async with asyncio.timeout(within):
                answer = await self._carry(envelope)
                if answer is GONE:
                    answer = await self._carry(envelope)
        except TimeoutError:
            return Failed("timeout")
        return Failed("timeout") if answer is GONE else Acked(answer.get("payload"))

    async def cut(self, how: Cut) -> None:
        """Break (or mend) every open socket in the asked way."""
        for connection in list(self._connections):
            match how:
                case "close":
                    await connection.close()
                case "abort":
                    connection.abort()
                case "freeze" | "thaw":
                    connection.frozen = how == "freeze"

    async def refresh(self, reason: str) -> None:
        """Ask every socket to reconnect, and close those that have not done so after the grace."""
        for connection in list(self._connections):
            await self._retire(connection, reason)

    async def close(self) -> None:
        """End all sockets: the sandbox stops."""
        for connection in list(self._connections):
            connection.bury()
            connection.abort()
        for task in list(self._tasks):
            task.cancel()

    async def _serve(
        self, connection: SocketConnection, socket: web.WebSocketResponse, *, debug: bool
    ) -> None:
        life = DEBUG_LIFE_SECONDS if debug else LIFE_SECONDS
        self._register(connection)
        connection.later(life - self._grace, lambda: self._spawn_retire(connection, "warning"))
        try:
            await connection.send(self._hello(life))
            await self._listen(connection, socket)
        finally:
            self._unregister(connection)

    async def _listen(self, connection: SocketConnection, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.PING:
                await connection.pong(message.data)
            elif message.type is WSMsgType.TEXT and not connection.frozen:
                self._receive(message)
        if connection.frozen:  # a ghost does not even answer a close frame
            connection.abort()

    def _receive(self, message: WSMessage) -> None:
        """Take an ack from whichever socket it comes: the SDK answers on its newest one."""
        try:
            frame = json.loads(message.data)
        except ValueError:
            return
        envelope_id = frame.get("envelope_id") if isinstance(frame, dict) else None
        any(connection.acknowledge(str(envelope_id), frame) for connection in self._connections)

    async def _carry(self, envelope: Envelope) -> Any:
        connection = await self._pick()
        answer = await connection.carry(envelope)
        try:
            return await answer
        finally:
            connection.forget(envelope.id, answer)

    async def _pick(self) -> SocketConnection:
        """Choose the next socket in turn, staying ones first; wait when the last one just died."""
        while True:
            live = [c for c in self._connections if c.open and not c.leaving]
            live = live or [c for c in self._connections if c.open]
            if live:
                self._turn += 1
                return live[self._turn % len(live)]
            self._arrived.clear()
            await self._arrived.wait()

    def _register(self, connection: SocketConnection) -> None:
        self._connections.append(connection)
        self._arrived.set()
        if len(self._connections) == 1:
            self.on_connected(True)

    def _unregister(self, connection: SocketConnection) -> None:
        connection.bury()
        self._connections.remove(connection)
        if not self._connections:
            self.on_connected(False)

    def _spawn_retire(self, connection: SocketConnection, reason: str) -> None:
        task = asyncio.create_task(self._retire(connection, reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _retire(self, connection: SocketConnection, reason: str) -> None:
        connection.leaving = True
        connection.later(self._grace, lambda: self._spawn_close(connection))
        await self._say_goodbye(connection, reason)

    def _spawn_close(self, connection: SocketConnection) -> None:
        task = asyncio.create_task(connection.close())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _say_goodbye(connection: SocketConnection, reason: str) -> None:
        await connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}})

    def _hello(self, life: int) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": life},
        }
