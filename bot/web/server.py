"""uvicorn, embedded: it listens when `start` has returned, and leaves signals and logs to us."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from bot.web.one_write import OneWriteProtocol

#: For answers under way when we stop.
DRAIN_SECONDS: Final = 3


class CannotListen(Exception):
    """The address cannot be listened on; the message says what to do."""


class PortTaken(CannotListen):
    """Another program listens there."""


class WebServer:
    """Serves a site on a host and port from `start` to `stop`."""

    def __init__(self, site: ASGIApp, host: str, port: int) -> None:
        self._site = site
        self._host = host
        self.port = port
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen. Raises CannotListen."""
        listener = await _bound(self._host, self.port)
        self.port = listener.getsockname()[1]
        self._server = _Server(_config(self._site))
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.is_up.wait()

    async def stop(self) -> None:
        """Take no new connection, let answers under way go out, then end."""
        if self._server is None or self._serving is None:
            return
        self._server.should_exit = True
        await self._serving


class _Server(uvicorn.Server):
    """A server that is part of a program, rather than one itself."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say when it listens."""
        await super().startup(sockets)
        self.is_up.set()


def _config(site: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        site,
        log_config=None,
        access_log=False,
        lifespan="off",
        loop="none",
        http=OneWriteProtocol,
        ws="none",
        server_header=False,
        proxy_headers=False,  # nothing here asks who called
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


async def _bound(host: str, port: int) -> socket.socket:
    """A socket that holds the address. Raises CannotListen."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as unknown:
        raise CannotListen(
            f"HOST is {host!r}, which is no address of this machine; use 127.0.0.1 or 0.0.0.0"
        ) from unknown
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        # Held but not listened on, an address can still be bound by a second program.
        listener.listen(2048)
    except OSError as fault:
        listener.close()
        raise _explained(fault, host, port) from fault
    return listener


def _explained(fault: OSError, host: str, port: int) -> CannotListen:
    match fault.errno:
        case errno.EADDRINUSE:
            return PortTaken(
                f"port {port} of {host} is taken by another program; choose another with PORT=, "
                f"as in `PORT={port + 100 if port < 65000 else 3000} breakwater run`"
            )
        case errno.EACCES:
            return CannotListen(f"port {port} may not be listened on by this user; choose a PORT above 1023")
        case _:
            return CannotListen(
                f"cannot listen on port {port} of {host}: {fault.strerror}; look at HOST and PORT"
            )
