"""What the page asks for, held on its way."""

import asyncio

from playwright.async_api import Page, Route


class Held:
    """What the page asks for is on its way until it is let go."""

    def __init__(self) -> None:
        self._going, self._gone = asyncio.Event(), asyncio.Event()

    async def let_go(self) -> None:
        self._going.set()
        await self._gone.wait()

    async def answer(self, route: Route) -> None:
        await self._going.wait()
        await route.fulfill(response=await route.fetch())
        self._gone.set()


async def held_back(page: Page, action: str, asked: dict[str, str] | None = None) -> Held:
    """Hold back what is asked for with these words."""
    held = Held()

    async def hold(route: Route) -> None:
        body = route.request.post_data_json or {}
        its_words = (asked or {}).items() <= body.items()
        await (held.answer(route) if its_words else route.fallback())

    await page.route(f"**/client/{action}", hold)
    return held
