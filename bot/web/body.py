"""Read a request's body, but never more of it than we are willing to hold."""

from typing import Final

from starlette.requests import Request

#: Slack's own payloads stay below 300 kB, and a batch of alerts is no bigger.
LIMIT_BYTES: Final = 1024 * 1024


class TooLarge(Exception):
    """The body is longer than we read."""


async def read_body(request: Request, limit: int = LIMIT_BYTES) -> bytes:
    """The whole body. Raises TooLarge, and ClientDisconnect when the sender goes away meanwhile."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLarge
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise TooLarge
    return bytes(read)
