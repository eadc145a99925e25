"""Read a request's body, but never more of it than we are willing to hold."""

import zlib
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.types import Receive

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


class GoneAway(Exception):
    """The sender hung up before it had said everything."""


class NotPacked(Exception):
    """It says that it is gzip, and is not, or not whole."""


async def receive_body(
    headers: Mapping[bytes, bytes], receive: Receive, limit: int = LIMIT_BYTES
) -> bytes | None:
    """The whole body; none when it is longer than we read. Raises GoneAway."""
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and (len(announced) > 10 or int(announced) > limit):
        return None
    read = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneAway
        read += message.get("body", b"")
        if len(read) > limit:
            return None
        if not message.get("more_body", False):
            return bytes(read)


def unpack(body: bytes, limit: int) -> bytes | None:
    """What gzip has packed; none when it is longer than we hold. Raises NotPacked."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(body, limit + 1)
    except zlib.error as error:
        raise NotPacked from error
    if len(plain) > limit:
        return None
    if not unpacking.eof or unpacking.unused_data:
        raise NotPacked
    return plain
