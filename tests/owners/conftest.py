"""A house with lineage, a playbook that says who answers for it, and a desk that asks no Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from bot.desk import Desk
from bot.incidents.weigh_due import weigh_due
from bot.playbook import Playbook, parse_playbook
from models.vocabulary import AssetType
from models.weighing import Weighing
from tests.alerts.conftest import make_watch
from tests.builders import ANA, BEN, House, open_house

PLAYBOOK = """
working_hours: {zone: Europe/Lisbon}
teams:
  finance: {name: Finance data, people: ["@ana"], channel: finance-data}
owners:
  - {when: {asset: "finance.*"}, team: finance, technical_steward: "@ana"}
  - {when: {schema: finance}, business_steward: "@ben"}
fallback: {technical_steward: "@dia"}
"""

ASSETS = (
    ToldAsset(
        key="model.shop.orders",
        type=AssetType.MODEL,
        relation="db.finance.orders",
        name="orders",
        schema="finance",
        other_names=("finance.orders",),
    ),
    ToldAsset(key="model.shop.stock", type=AssetType.MODEL, relation="db.supply.stock", name="stock"),
    ToldAsset(
        key="exposure.shop.board_pack",
        type=AssetType.DASHBOARD,
        name="Board pack",
        owner="CFO",
        owner_email="cfo@example.com",
        meta={"deadlines": ["board pack 12:00"]},
    ),
)


@dataclass
class Owning:
    """The house, and the desk whose ticks look."""

    house: House
    desk: Desk

    async def look(self) -> None:
        """What is due, as the ticks do it."""
        while await weigh_due(self.desk):
            pass

    async def weighing(self, number: int) -> Weighing | None:
        async with self.house.store.reading() as session:
            return await session.get(Weighing, number)


async def tell_of(house: House, *assets: ToldAsset, edges: tuple[tuple[str, str], ...] = ()) -> None:
    """Import lineage, as dbt would tell it."""
    told = Told(
        source="dbt:shop",
        tool=Tool.DBT,
        assets=assets,
        edges=[ToldEdge(up, down) for up, down in edges],
        complete=True,
    )
    await take_told(house.store, told)


@pytest.fixture
def playbook() -> Playbook:
    return parse_playbook(PLAYBOOK, "breakwater.yaml")


@pytest.fixture
async def owning(database_url: str, playbook: Playbook) -> AsyncIterator[Owning]:
    async with open_house(database_url, playbook=playbook) as house:
        await tell_of(house, *ASSETS, edges=(("model.shop.orders", "exposure.shop.board_pack"),))
        desk = (await make_watch(house)).desk
        people = [{"id": ANA, "name": "ana", "profile": {}}, {"id": BEN, "name": "ben", "profile": {}}]
        await desk.directory.hear_of(people)
        yield Owning(house, desk)
