"""A Bolt app attached to the sandbox over Socket Mode, as any app would be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from people import PATIENCE
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox


def new_app(sandbox: Sandbox) -> AsyncApp:
    """An app without listeners."""
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    return AsyncApp(client=client, signing_secret=sandbox.signing_secret)


@asynccontextmanager
async def attached(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Keep the app connected."""
    before = sandbox.sockets.connection_count
    handler = AsyncSocketModeHandler(
        app, sandbox.app_token, web_client=AsyncWebClient(base_url=sandbox.api_url), ping_interval=1
    )
    await handler.connect_async()
    await until(lambda: sandbox.sockets.connection_count > before)
    try:
        yield handler
    finally:
        await handler.close_async()


async def until(condition: Callable[[], object], within: float = PATIENCE) -> None:
    """Poll until something is so."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.005)
