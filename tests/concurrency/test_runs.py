"""Two imports tell at the same moment of the last run of an asset, and of its tests."""

import asyncio

from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldRun, Tool
from bot.assets.write_runs import write_runs
from models.asset import Asset
from tests.builders import House
from tests.concurrency.overtaken import until_it_waits


async def test_neither_forgets_what_the_other_tells(house: House) -> None:
    told = Told(source="dbt", tool=Tool.DBT, assets=[ToldAsset(key="orders", name="orders")])
    await take_told(house.store, told)
    [asset] = await house.all_of(Asset)
    homes = {"orders": asset.id}

    async with house.store.unit() as uow:
        await write_runs(uow, [ToldRun(key="orders", status="success")], homes)
        tests = [ToldRun(key="orders", what="tests", status="fail")]
        second = asyncio.create_task(house.act(write_runs, tests, homes))
        await until_it_waits(house, second)
    await second

    [asset] = await house.all_of(Asset)
    assert sorted(asset.last_run) == ["run", "tests"]
