"""An office that hears Slack's events, on each database."""

from collections.abc import AsyncIterator

import pytest

from bot.outbox.deliveries.every import KINDS
from tests.builders import open_office
from tests.hearing import Hearing


@pytest.fixture
async def hearing(database_url: str) -> AsyncIterator[Hearing]:
    async with open_office(database_url, *[kind for kind in KINDS if kind.kind in {"say", "tell"}]) as office:
        yield Hearing(office)
