"""The system's Chromium, for tests of what people see. No browser of our own is ever downloaded."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.stories.people import PATIENCE

CHROMIUM = Path("/usr/bin/chromium")

#: Nothing but what is shown: no sandbox of its own (containers have none), no calls home.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

#: A zone and a language that tests can count on.
PLACE = {"timezone_id": "Asia/Tokyo", "locale": "en-GB"}

#: As long as stories wait, and longer than the bot may take over a form: what is there is seen at once.
PATIENCE_MS = int(PATIENCE * 1000)


@asynccontextmanager
async def chromium(**context: Any) -> AsyncIterator[BrowserContext]:
    """Start it; in CI it must be there."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing, and must be there in CI")
        pytest.skip(f"{CHROMIUM} is missing: the page cannot be looked at")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        expect.set_options(timeout=PATIENCE_MS)
        yield await _opened(browser, context)
        await browser.close()


async def another(beside: BrowserContext) -> BrowserContext:
    """One more window of the same browser: in one, pages behind others are drawn once a second only."""
    browser = beside.browser
    assert browser is not None
    return await _opened(browser, {})


async def is_shown(page: Page) -> None:
    """Wait until the sandbox's page has opened a place: only then it is still under one's hands."""
    await page.locator("[aria-current=page]").first.wait_for(state="attached")


async def _opened(browser: Browser, context: dict[str, Any]) -> BrowserContext:
    opened = await browser.new_context(**{**PLACE, **context})
    opened.set_default_timeout(PATIENCE_MS)
    return opened
