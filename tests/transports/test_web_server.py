"""The embedded server: ports, signals, and answers under way when it stops."""

import asyncio
import signal

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.server import CannotListen, PortTaken, WebServer


class Counter:
    """A site whose one page answers when it is let go."""

    def __init__(self) -> None:
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self.site = Starlette(routes=[Route("/", self._serve)])

    async def _serve(self, _request: Request) -> PlainTextResponse:
        self.asked.set()
        await self.go.wait()
        return PlainTextResponse("served")


async def test_a_taken_port_is_told_with_its_remedy() -> None:
    first = WebServer(Counter().site, "127.0.0.1", 0)
    await first.start()
    second = WebServer(Counter().site, "127.0.0.1", first.port)

    with pytest.raises(PortTaken, match=rf"port {first.port} .* taken .* PORT="):
        await second.start()
    await second.stop()
    await first.stop()
    await second.start()
    await second.stop()


async def test_an_address_of_another_machine_is_told_clearly() -> None:
    with pytest.raises(CannotListen, match="HOST"):
        await WebServer(Counter().site, "192.0.2.1", 0).start()
    with pytest.raises(CannotListen, match="HOST"):
        await WebServer(Counter().site, "no-such-host.invalid", 0).start()


async def test_an_answer_under_way_goes_out_before_it_stops(http: aiohttp.ClientSession) -> None:
    counter = Counter()
    web = WebServer(counter.site, "127.0.0.1", 0)
    await web.start()
    asking = asyncio.create_task(http.get(f"http://127.0.0.1:{web.port}/"))
    await counter.asked.wait()
    stopping = asyncio.create_task(web.stop())
    counter.go.set()
    response = await asking
    await stopping

    assert await response.text() == "served"


async def test_signals_are_left_to_the_program() -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    web = WebServer(Counter().site, "127.0.0.1", 0)
    await web.start()
    during = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    await web.stop()

    assert during == before
