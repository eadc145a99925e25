"""An asset for which nobody answers asks, once, that somebody be named."""

import pytest

from bot.incidents.edit_incident import edit
from bot.playbook import Playbook
from models.ledger import EntryKind
from tests.builders import ANA


async def follow_ups(owning):
    return [entry.text for entry in await owning.house.entries(EntryKind.FOLLOW_UP_ADDED)]


async def test_naming_a_steward_is_asked_once_for_each_incident_and_asset(owning):
    number = await owning.house.declare(asset="stock")
    await owning.look()
    assert await follow_ups(owning) == ["Name a steward for model.shop.stock. @dia stands in."]

    for asset in ("orders", "db.supply.stock", "unheard of"):
        await owning.house.act(edit, number, {"asset": asset}, by_id=ANA)
        await owning.look()
    assert (await follow_ups(owning))[1:] == ["Name a steward for unheard of. @dia stands in."]

    await owning.house.declare(asset="stock")
    await owning.look()
    assert len(await follow_ups(owning)) == 3


async def test_what_has_a_steward_asks_for_none(owning):
    for asset in ("finance.orders", "Board pack", None):
        await owning.house.declare(asset=asset)
        await owning.look()

    assert await follow_ups(owning) == []


async def test_a_drill_asks_for_nothing(owning):
    await owning.house.declare(asset="stock", is_drill=True)
    await owning.look()

    assert await follow_ups(owning) == []


class TestATeamWithoutStewards:
    """Whose playbook says nothing of owners."""

    @pytest.fixture
    def playbook(self) -> Playbook:
        return Playbook()

    async def test_is_not_asked_to_name_any(self, owning):
        await owning.house.declare(asset="stock")
        await owning.look()

        assert await follow_ups(owning) == []
