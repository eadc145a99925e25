"""Keeps strangers out: the sandbox asks nobody for a password, so only this machine may talk to it."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that name another host, or come from another site's page in the browser."""
    origin = request.headers.get("Origin")
    if not _is_loopback(f"//{request.host}") or (origin and not _is_loopback(origin)):
        return web.Response(status=403, text="The sandbox only talks to this machine.")
    return await handler(request)


def _is_loopback(address: str) -> bool:
    return urlsplit(address).hostname in _LOOPBACK
