"""An app with every scope, and Slack's own client for it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from world import World, built

from sandbox.server import Sandbox


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with Sandbox.serve() as sandbox, aiohttp.ClientSession() as session:
        slack = AsyncWebClient(
            sandbox.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[]
        )
        yield built(sandbox, slack)
