"""Open one socket to Slack: a ticket, the connection, the hello."""

import asyncio
from collections.abc import Callable
from typing import Final

import aiohttp

from bot.errors import ChatError
from bot.slack.chat import Chat
from bot.slack.link import CLOSE_SECONDS, Link

#: For a new socket to say hello; without it no payload would come.
HELLO_SECONDS: Final = 5.0

#: Between tries when Slack said no for a reason that only people can mend.
MENDING_SECONDS: Final = 30.0
LINK_DISABLED: Final = "link_disabled"


class NotOpened(Exception):
    """No socket could be opened; `pause` is how many seconds to wait at least before the next try."""

    def __init__(self, code: str, pause: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.pause = pause


async def open_socket(chat: Chat, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """Get a ticket and connect with it. Raises NotOpened."""
    try:
        ticket = await chat.call("apps.connections.open")
        return await session.ws_connect(
            ticket["url"],
            autoping=False,  # pings and pongs are signs of life, which the link wants to see
            proxy=chat.client.proxy,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS),
        )
    except ChatError as fault:
        pause = fault.retry_after or (MENDING_SECONDS if fault.permanent else 0.0)
        raise NotOpened(fault.code, pause) from fault
    except TimeoutError as slow:
        raise NotOpened("timeout") from slow
    except (aiohttp.ClientError, OSError, KeyError) as unreached:
        raise NotOpened(type(unreached).__name__) from unreached


async def greeted(link: Link, on_hello: Callable[[int | None], None]) -> None:
    """Wait for the hello. Raises NotOpened, and leaves the socket closed then."""
    try:
        async with asyncio.timeout(HELLO_SECONDS):  # wait_for of Python 3.11 may swallow a cancellation
            await link.is_greeted.wait()
    except TimeoutError as mute:
        await link.close()
        raise NotOpened("no_hello") from mute
    if link.hello is None:
        raise NotOpened(link.farewell or "closed_before_hello", pause_after(link.farewell))
    on_hello(link.hello.get("num_connections"))


def pause_after(farewell: str | None) -> float:
    """How long to leave Slack alone after it sent a socket away."""
    return MENDING_SECONDS if farewell == LINK_DISABLED else 0.0
