"""A served sandbox with the tea app installed, and a person who is in a channel with it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.transports.polling import PATIENCE
from tests.transports.tea_app import ALERTS, MANIFEST, Ana


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.serve(
        manifest=MANIFEST, retry_schedule=(0.05, 0.1, 0.2, 0.4, 0.8), ack_seconds=PATIENCE, grace_seconds=1.0
    ) as served:
        yield served


@pytest.fixture
async def ana(sandbox: Sandbox, http: aiohttp.ClientSession) -> Ana:
    person = Ana(http, sandbox.url)
    invited = await person.does("invite", channel=ALERTS, users=[sandbox.app.user_id])
    assert invited["ok"], invited
    return person
