"""A desk with lineage whose pages are served over real HTTP, and browsers without a window."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.desk import Desk
from bot.pages.hand_link import hand_link
from bot.web.pages.routes import page_routes
from bot.web.server import WebServer
from tests.builders import ANA, BEN, House, Office, open_office
from tests.impact.lineage import playbook, tell_of
from tests.ports import free_port


@dataclass
class Answer:
    """What a browser got."""

    status: int
    body: str
    headers: dict[str, str]

    @property
    def words(self) -> str:
        """Without its styles and marks."""
        return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", self.body, flags=re.S).split())


@dataclass
class Browser:
    """Keeps its cookies, and follows where it is sent."""

    http: aiohttp.ClientSession
    cookies_set: list[str] = field(default_factory=list)

    async def gets(self, url: str) -> Answer:
        async with self.http.get(url) as answer:
            return Answer(answer.status, await answer.text(), dict(answer.headers))

    async def presses(self, url: str, **headers: str) -> Answer:
        async with self.http.post(url, headers=headers) as answer:
            for each in (*answer.history, answer):
                self.cookies_set += each.headers.getall("Set-Cookie", [])
            return Answer(answer.status, await answer.text(), dict(answer.headers))


@dataclass
class Served:
    """The office, and its pages."""

    office: Office
    url: str

    @property
    def house(self) -> House:
        return self.office.house

    @property
    def desk(self) -> Desk:
        return self.office.desk

    async def link(self, incident_id: int, *, to_id: str = ANA) -> str:
        return await hand_link(self.desk, incident_id, to_id=to_id)

    def page(self, incident_id: int) -> str:
        return f"{self.url}/i/INC-{incident_id}"

    @asynccontextmanager
    async def browser(self, *, opened: str = "") -> AsyncIterator[Browser]:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as http:
            browser = Browser(http)
            if opened:
                answer = await browser.presses(opened)
                assert answer.status == 200, answer.words
            yield browser


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with open_office(database_url, playbook=playbook()) as office:
        await tell_of(office.house.store)
        await office.house.heard_of(ANA, "Ana Silva", "Europe/Lisbon")
        await office.house.heard_of(BEN, "Ben Okafor", "America/New_York")
        port = free_port()
        office.desk.public_url = f"http://127.0.0.1:{port}"
        web = WebServer(Starlette(routes=page_routes(office.desk)), "127.0.0.1", port)
        await web.start()
        yield Served(office, office.desk.public_url)
        await web.stop()
