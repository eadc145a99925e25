"""A store on each database, with a clock that is moved, and two incidents that may become one."""

from collections.abc import AsyncIterator

import pytest

from bot.incidents.assign_role import assign
from bot.incidents.hand_off_role import offer
from models.vocabulary import Role, Severity
from tests.alerts.test_move_alerts import heard
from tests.builders import ANA, BEN, CHEN, House, open_house
from tests.incidents.moved import shared


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


@pytest.fixture
async def two(house: House) -> tuple[int, int]:
    """Two incidents with all that one can have: the first is to go into the second."""
    first = await house.declare("Refunds are doubled", severity=Severity.SEV1)
    second = await house.declare("Orders are late", severity=Severity.SEV2)
    await heard(house, "v1:a", first, count=3)
    await heard(house, "v1:b", first)
    await heard(house, "v1:c", second)
    await shared(house, "asset:finance.orders", first)
    await shared(house, "asset:other", second)
    await house.act(assign, first, Role.COMMANDER, BEN, by_id=ANA)
    await house.act(offer, first, Role.COMMANDER, to_id=CHEN, by_id=BEN, note="please")
    house.clock.advance(minutes=5)
    return first, second
