"""An incident in which everything has happened, in an office whose outbox does its work."""

from collections.abc import AsyncIterator

import pytest

from bot.outbox.deliveries.every import KINDS
from tests.breach.exposed import Exposed, expose, playbook
from tests.builders import open_office
from tests.hearing import Hearing


@pytest.fixture
async def exposed(database_url: str) -> AsyncIterator[Exposed]:
    async with open_office(database_url, *KINDS, playbook=playbook()) as office:
        yield await expose(office)


@pytest.fixture
async def hearing(database_url: str) -> AsyncIterator[Hearing]:
    async with open_office(database_url) as office:
        yield Hearing(office)
