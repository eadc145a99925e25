"""A store on PostgreSQL: a SQLite file has one writer at a time."""

from collections.abc import AsyncIterator

import pytest

from tests.builders import House, open_house


@pytest.fixture
async def house(postgres_url: str) -> AsyncIterator[House]:
    async with open_house(postgres_url) as house:
        yield house
