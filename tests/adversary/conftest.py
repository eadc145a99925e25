"""A store, an office with a Slack, and a desk that watches a channel, on each database, on a moved clock."""

from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs

from tests.alerts.conftest import Watch, make_watch
from tests.builders import House, open_house, open_office
from tests.hearing import Hearing


@pytest.fixture(autouse=True)
def _faults_are_expected() -> Iterator[None]:
    """Faults are made here by the dozen, and drawing their tracebacks would take most of the time."""
    with capture_logs():
        yield


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


@pytest.fixture
async def hearing(database_url: str) -> AsyncIterator[Hearing]:
    async with open_office(database_url) as office:
        yield Hearing(office)


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with open_house(database_url) as house:
        yield await make_watch(house)
