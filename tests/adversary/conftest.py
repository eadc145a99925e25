"""A store, and an office with a Slack, on each database; their clock is moved."""

from collections.abc import AsyncIterator

import pytest

from tests.builders import House, open_house, open_office
from tests.hearing import Hearing


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


@pytest.fixture
async def hearing(database_url: str) -> AsyncIterator[Hearing]:
    async with open_office(database_url) as office:
        yield Hearing(office)
