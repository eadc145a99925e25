"""Events about what others know as well: dbt's tables, paths, and names of the same thing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, Tool
from models.vocabulary import AssetType
from tests.assets.events import WAREHOUSE, dataset, event
from tests.assets.test_events import MART, ORDERS, STG, chart_of, downstream, take
from tests.builders import House, open_house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


DBT_FACETS: dict[str, Any] = {"jobType": {"integration": "DBT", "jobType": "MODEL"}}


async def test_a_table_that_dbt_knows_is_the_same_table(house):
    await take_told(
        house.store,
        Told(
            source="dbt:shop",
            tool=Tool.DBT,
            assets=[
                ToldAsset(
                    key="model.shop.stg_orders", type=AssetType.MODEL, relation="shop.staging.stg_orders"
                )
            ],
            complete=True,
        ),
    )
    await take(house, event("spark_job", inputs=[ORDERS], outputs=["SHOP.STAGING.STG_ORDERS"]))

    chart = await chart_of(house)

    assert chart.find("spark_job").key == "model.shop.stg_orders"
    assert chart.find(f"{WAREHOUSE}/{STG}").key == "model.shop.stg_orders"


async def test_a_run_of_dbt_says_by_its_own_name_what_it_makes(house):
    await take_told(
        house.store,
        Told(
            source="dbt:shop",
            tool=Tool.DBT,
            assets=[ToldAsset(key="model.shop.orders", relation="db.x.renamed")],
        ),
    )
    await take(
        house,
        event(
            "shop.marts.shop.orders",
            outputs=[MART],
            namespace="dbt",
            dbt_node={"unique_id": "model.shop.orders"},
            **DBT_FACETS,
        ),
    )

    assert (await chart_of(house)).find(f"{WAREHOUSE}/{MART}").key == "model.shop.orders"


async def test_a_path_with_a_symlink_is_the_table_of_the_catalogue(house):
    link = {"identifiers": [{"namespace": "hive://meta:9083", "name": "marts.orders", "type": "TABLE"}]}
    await take(
        house,
        event("spark", outputs=[dataset("/warehouse/marts.db/orders", "s3://lake", symlinks=link)]),
        event("report", inputs=[dataset("marts.orders", "hive://meta:9083")], outputs=["shop.reports.daily"]),
    )

    assert await downstream(house, "s3://lake//warehouse/marts.db/orders") == [("daily", 1)]


async def test_a_path_that_was_known_before_its_table_becomes_that_table(house):
    path, table = dataset("/warehouse/orders", "s3://lake"), dataset("marts.orders", "hive://meta:9083")
    link = {"identifiers": [{"namespace": "hive://meta:9083", "name": "marts.orders", "type": "TABLE"}]}
    await take(house, event("reads_path", inputs=[path], outputs=[STG]))
    await take(house, event("spark", outputs=[{**path, "facets": {"symlinks": link}}]))
    await take(house, event("reads_path", inputs=[path], outputs=[STG], run="2", at="2026-11-21T05:00:00Z"))
    await take(house, event("reads_table", inputs=[table], outputs=[MART]))

    assert set(await downstream(house, "hive://meta:9083/marts.orders")) == {("stg_orders", 1), ("orders", 1)}


async def test_the_same_table_on_another_server_is_another_table(house):
    elsewhere = dataset(ORDERS, "postgres://other.example.org:5432")
    await take(house, event("copy", inputs=[ORDERS], outputs=[elsewhere]))

    assert await downstream(house, f"{WAREHOUSE}/{ORDERS}") == [("orders", 1)]


async def test_a_table_that_is_only_named_keeps_what_was_told_of_it(house):
    facets = {
        "documentation": {"description": "One row per order."},
        "ownership": {"owners": [{"name": "core-data"}]},
    }
    await take(house, event("a", outputs=[dataset(ORDERS, **facets)]))
    await take(house, event("b", inputs=[ORDERS], outputs=[STG]))

    assert (await chart_of(house)).find(ORDERS).owner == "core-data"
