"""The WebSocket stream from the sandbox to the page, one for each open page."""

import asyncio
import json
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.client.frames import Frame, frames_for
from sandbox.interactions.switchboard import Switchboard
from sandbox.workspace import Change

#: A page that falls this far behind is cut off; it reloads.
BACKLOG = 5_000
#: How long a closing sandbox waits for a page to say goodbye.
GOODBYE_SECONDS = 0.5


@dataclass(eq=False)
class _Viewer:
    user_id: str
    frames: asyncio.Queue[Frame] = field(default_factory=lambda: asyncio.Queue(BACKLOG))
    behind: bool = False

    def show(self, frame: Frame) -> None:
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.behind = True


class Streams:
    """All open streams. With none open, a change costs nothing."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._viewers: set[_Viewer] = set()
        self._sockets: set[web.WebSocketResponse] = set()

    def on_change(self, change: Change) -> None:
        """Show a change to everybody who may see it."""
        for viewer in self._viewers:
            for frame in frames_for(self._board, change, viewer.user_id):
                viewer.show(frame)

    def on_connected(self, connected: bool) -> None:  # a callback with one plain fact
        """Show whether the app is there."""
        for viewer in self._viewers:
            viewer.show({"type": "connected", "connected": connected})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve `/client/stream?as=U…` until the page goes."""
        user_id = request.query.get("as", "")
        if user_id not in self._board.workspace.people.users:
            return web.json_response({"ok": False, "error": "user_not_found"}, status=404)
        viewer = _Viewer(user_id)
        viewer.show({"type": "connected", "connected": self._board.courier.connected})
        self._viewers.add(viewer)  # before the page knows that it hears: it reads all the rest then
        try:
            return await self._serve(viewer, request)
        finally:
            self._viewers.discard(viewer)

    async def _serve(self, viewer: _Viewer, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=30, timeout=GOODBYE_SECONDS)
        await socket.prepare(request)
        self._sockets.add(socket)
        writer = asyncio.create_task(_write(socket, viewer))
        try:
            await _until_closed(socket)
        finally:
            self._sockets.discard(socket)
            writer.cancel()
        return socket

    async def close(self) -> None:
        """End all streams: the sandbox stops."""
        goodbyes = (socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._sockets)
        await asyncio.gather(*goodbyes)


async def _write(socket: web.WebSocketResponse, viewer: _Viewer) -> None:
    while not viewer.behind:
        frame = await viewer.frames.get()
        try:
            await socket.send_str(json.dumps(frame))
        except (ConnectionError, RuntimeError):
            return
    await socket.close()


async def _until_closed(socket: web.WebSocketResponse) -> None:
    async for message in socket:
        if message.type is WSMsgType.ERROR:
            return
