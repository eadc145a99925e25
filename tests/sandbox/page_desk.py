"""A browser, a sandbox with a small app in it, and people who open its page."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from bolt_app import new_app
from page_blocks import FORM, HOME, OPTIONS
from people import Person
from playwright.async_api import BrowserContext, Locator, Page
from slack_bolt.async_app import AsyncApp

from sandbox.seed import ANA
from sandbox.server import Sandbox
from tests.chromium import is_shown

INCIDENTS, TEAM, GENERAL = "C0INCDNT01", "C0TEAM0001", "C0GENERAL1"

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Tea Round"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "Tea Round"},
        "slash_commands": [
            {"command": "/tea", "description": "Order tea", "usage_hint": "[order|list|give @person]"},
            {"command": "/teapot", "description": "About the pot"},
        ],
        "shortcuts": [
            {"name": "Order tea", "type": "global", "callback_id": "order", "description": "Open the form"},
            {"name": "Brew this", "type": "message", "callback_id": "brew", "description": "From this"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "chat:write.public", "commands", "channels:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
    },
}


_ports: WeakKeyDictionary[BrowserContext, int] = WeakKeyDictionary()


class Desk:
    """A served sandbox with the tea app attached, and people who open its page."""

    def __init__(self, sandbox: Sandbox, browser: BrowserContext, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.ana = Person(http, sandbox.url, ANA)
        self.app = new_app(sandbox)
        self.acted: list[dict[str, Any]] = []
        self.asked_for: set[str] = set()
        self._browser = browser
        _listen(self.app, self.acted)

    async def says(self, **message: Any) -> str:
        """Let the app post into #data-incidents."""
        answer = await self.app.client.chat_postMessage(channel=INCIDENTS, **{"text": "tea", **message})
        return str(answer["ts"])

    @asynccontextmanager
    async def page(
        self, person: str = ANA, place: str = f"#channel/{INCIDENTS}", width: int = 1280
    ) -> AsyncIterator[Page]:
        """Open the page as somebody; an error in its scripts fails the test."""
        page = await self._browser.new_page()
        await page.set_viewport_size({"width": width, "height": 800})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: self.asked_for.add(request.url.split("/")[2]))
        await page.goto(f"{self.sandbox.url}/?as={person}{place}")
        await is_shown(page)
        yield page
        await page.close()
        assert errors == []


def _listen(app: AsyncApp, acted: list[dict[str, Any]]) -> None:
    @app.command(re.compile(r"/tea.*"))
    async def tea(ack: Any, command: Any, client: Any) -> None:
        if command["text"] == "order":
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        else:
            await ack(f"You said *{command['text']}*")

    @app.shortcut(re.compile(".*"))
    async def shortcut(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        acted.append(shortcut)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.view("order")
    async def ordered(ack: Any, view: Any) -> None:
        values = view["state"]["values"]
        if values["name"]["value"]["value"] == "nobody":
            await ack(response_action="errors", errors={"name": "Somebody must drink it."})
        else:
            acted.append(values)
            await ack()

    @app.options(re.compile(".*"))
    async def options(ack: Any, payload: Any) -> None:
        await ack(options=[each for each in OPTIONS if payload["value"] in each["value"]])

    @app.action(re.compile(".*"))
    async def action(ack: Any, action: Any) -> None:
        acted.append(action)
        await ack()

    @app.event("app_home_opened")
    async def opened(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)


@asynccontextmanager
async def served(browser: BrowserContext, **options: Any) -> AsyncIterator[Desk]:
    """Serve a sandbox; the app is there but not yet attached.

    All take the port of the first one, so that the browser finds the page's files in its cache.
    """
    options.setdefault("port", _ports.get(browser, 0))
    async with Sandbox.serve(manifest=MANIFEST, **options) as sandbox, aiohttp.ClientSession() as http:
        _ports[browser] = int(sandbox.url.rpartition(":")[2])
        yield Desk(sandbox, browser, http)


def message(page: Page, text: str) -> Locator:
    return page.get_by_test_id("messages").get_by_test_id("message").filter(has_text=text).last


async def types(page: Page, text: str) -> None:
    """Type into the composer key by key, as completion sees it."""
    await page.get_by_test_id("composer").click()
    await page.keyboard.type(text)
