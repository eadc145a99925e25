"""A real browser, and the local Slack with the bot in it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import BrowserContext

from bot.playbook import Playbook
from tests.chromium import chromium
from tests.stories.town import Town, town


@pytest.fixture
async def browser() -> AsyncIterator[BrowserContext]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
def playbook() -> Playbook:
    """The team's; a file whose team asks for more has its own."""
    return Playbook()


@pytest.fixture
async def here(sqlite_url: str, playbook: Playbook) -> AsyncIterator[Town]:
    async with town(sqlite_url, playbook) as here:
        yield here
