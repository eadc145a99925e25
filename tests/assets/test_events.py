"""OpenLineage events become lineage, bit by bit and in any portions, on both databases."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from bot.assets.reading.openlineage import hear
from bot.assets.take_events import take_events
from bot.assets.take_told import Taken
from bot.blocks.limits import one_line
from models.asset import Asset
from models.vocabulary import AssetType
from tests.assets.events import WAREHOUSE, dataset, event
from tests.builders import House, open_house

ORDERS, STG, MART = "shop.raw.orders", "shop.staging.stg_orders", "shop.marts.orders"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


async def take(house: House, *events: Any) -> Taken:
    return await take_events(house.store, hear(events))


async def chart_of(house: House) -> Chart:
    async with house.store.reading() as session:
        return await Atlas(house.store.reading, {}).chart(session)


async def downstream(house: House, name: str) -> list[tuple[str, int]]:
    chart = await chart_of(house)
    asset = chart.find(name)
    assert asset is not None
    return [(each.asset.name, each.depth) for each in chart.downstream(asset.id)]


async def test_what_a_job_reads_feeds_what_it_writes_in_one_step(house):
    await take(
        house,
        event("build_staging", inputs=[ORDERS], outputs=[STG]),
        event("build_marts", "COMPLETE", [STG], [MART]),
    )

    assert await downstream(house, f"{WAREHOUSE}/{ORDERS}") == [("stg_orders", 1), ("orders", 2)]


async def test_a_job_that_writes_one_table_is_a_name_of_that_table(house):
    await take(house, event("shop.build_staging", inputs=[ORDERS], outputs=[STG]))

    chart = await chart_of(house)

    assert chart.find("shop.build_staging").name == "stg_orders"
    assert chart.find("airflow/shop.build_staging").key == f"{WAREHOUSE}/{STG}"
    assert AssetType.JOB not in {asset.type for asset in chart.assets}


async def test_a_job_that_writes_several_tables_lies_between_and_costs_no_step(house):
    await take(house, event("split", inputs=[ORDERS], outputs=[STG, MART]))

    assert set(await downstream(house, ORDERS)) == {("stg_orders", 1), ("orders", 1), ("split", 1)}
    assert set(await downstream(house, "airflow/split")) == {("stg_orders", 1), ("orders", 1)}


async def test_a_job_that_writes_nothing_is_where_the_data_ends(house):
    await take(house, event("email_discounts", inputs=[MART]))

    assert await downstream(house, MART) == [("email_discounts", 1)]


async def test_tests_and_the_run_that_starts_all_of_dbt_are_no_assets(house):
    dbt = {"integration": "DBT"}
    await take(
        house,
        event("dbt-run-shop", "FAIL", namespace="dbt", jobType={**dbt, "jobType": "JOB"}),
        event("shop.marts.orders.test", "FAIL", [MART], namespace="dbt", jobType={**dbt, "jobType": "TEST"}),
    )

    assert [asset.name for asset in (await chart_of(house)).assets] == ["orders"]


async def test_a_failed_run_keeps_the_outputs_of_the_last_that_ended(house):
    await take(house, event("build", inputs=[ORDERS], outputs=[STG]))
    taken = await take(
        house,
        event("build", "START", [ORDERS], run="2", at="2026-11-21T05:00:00Z"),
        event(
            "build", "FAIL", [ORDERS], run="2", at="2026-11-21T05:01:00Z", errorMessage={"message": "no rows"}
        ),
    )

    assert taken.vanished_edges == 0
    assert await downstream(house, ORDERS) == [("stg_orders", 1)]
    async with house.store.reading() as session:
        stg = await session.get(Asset, (await chart_of(house)).find(STG).id)
    assert (stg.last_run["run"]["status"], stg.last_run["run"]["words"]) == ("error", "no rows")


async def test_a_run_that_ended_and_reads_something_else_drops_the_old_edge(house):
    await take(house, event("build", inputs=[ORDERS], outputs=[STG]))
    taken = await take(
        house, event("build", inputs=["shop.raw.payments"], outputs=[STG], run="2", at="2026-11-21T05:00:00Z")
    )

    assert (taken.new_edges, taken.vanished_edges) == (1, 1)
    assert await downstream(house, ORDERS) == []


async def test_what_one_job_stops_saying_stands_while_another_says_it(house):
    await take(
        house,
        event("daily", inputs=[ORDERS], outputs=[STG]),
        event("backfill", inputs=[ORDERS], outputs=[STG]),
    )
    await take(house, event("daily", inputs=[MART], outputs=[STG], run="2", at="2026-11-21T05:00:00Z"))

    assert await downstream(house, ORDERS) == [("stg_orders", 1)]


async def test_events_one_by_one_come_to_the_same_as_all_at_once(house):
    events = [
        event("a", "START", [ORDERS]),
        event("a", "COMPLETE", [], [STG], at="2026-11-20T05:01:00Z"),
        event("b", "START", [STG], [MART]),
        event("b", "COMPLETE", at="2026-11-20T05:02:00Z"),
    ]
    for each in events:
        await take(house, each)

    assert await downstream(house, ORDERS) == [("stg_orders", 1), ("orders", 2)]
    assert {asset.name for asset in (await chart_of(house)).assets if not asset.is_retired} == {
        "orders",
        "stg_orders",
    }


async def test_the_same_events_again_change_nothing(house):
    events = (event("a", inputs=[ORDERS], outputs=[STG, MART], parent="dag"), event("b", inputs=[STG]))
    await take(house, *events)

    again = await take(house, *events)

    assert again.is_unchanged


async def test_a_job_that_turns_out_to_write_one_table_is_no_asset_of_its_own_any_more(house):
    await take(house, event("build", "FAIL", [ORDERS]))
    assert (await chart_of(house)).find("airflow/build").type is AssetType.JOB

    taken = await take(
        house, event("build", inputs=[ORDERS], outputs=[STG], run="2", at="2026-11-21T05:00:00Z")
    )

    assert taken.vanished == ["airflow/build"]
    assert await downstream(house, ORDERS) == [("stg_orders", 1)]


async def test_a_failing_dag_reaches_what_its_tasks_write(house):
    await take(
        house, event("shop.build", inputs=[ORDERS], outputs=[STG], parent="shop"), event("shop", "FAIL")
    )

    assert await downstream(house, "airflow/shop") == [("stg_orders", 1)]


async def test_a_wrong_event_is_refused_by_itself_and_names_the_field(house):
    nameless = event("a", inputs=[{"namespace": "x"}])
    taken = await take(
        house, event("good", inputs=[ORDERS], outputs=[STG]), nameless, {"eventTime": "soon"}, 7
    )

    assert taken.skipped == [
        "event 2: inputs[0].name is missing",
        "event 3: eventTime is no time in ISO 8601",
        "event 4: the event is no object",
    ]
    assert await downstream(house, ORDERS) == [("stg_orders", 1)]


async def test_what_an_event_leaves_out_is_remembered_of_its_job(house):
    owners = {"owners": [{"name": "core-data"}]}
    test = {"jobType": {"integration": "DBT", "jobType": "TEST"}}
    await take(
        house,
        event("shop.split", "START", [ORDERS], [STG, MART], parent="shop", ownership=owners),
        event("check", "START", [MART], **test),
    )
    await take(
        house,
        event("shop.split", inputs=[ORDERS], outputs=[STG, MART], at="2026-11-20T05:01:00Z"),
        event("check", "FAIL", [MART], at="2026-11-20T05:01:00Z"),
    )

    chart = await chart_of(house)

    assert chart.find("airflow/shop.split").owner == "core-data"
    assert [each.name for each in chart.feeds(chart.find("airflow/shop").id)] == ["shop.split"]
    assert chart.find("airflow/check") is None


async def test_a_job_and_a_dataset_of_the_same_name_are_one_thing_the_dataset(house):
    whole = {"eventTime": "2026-11-20T05:00:00Z", "dataset": dataset("orders", "shop")}
    await take(house, whole)
    await take(house, event("orders", "FAIL", [ORDERS], namespace="shop"))
    await take(house, whole)

    assert (await chart_of(house)).find("shop/orders").type is AssetType.TABLE
    assert await downstream(house, ORDERS) == [("orders", 1)]


@pytest.mark.parametrize(
    "word", ["\x00", "\ud800", "\u202e", "<!channel>", "a\nb", "'; drop table assets; --", "x" * 400, "🔥"]
)
async def test_odd_words_are_kept_clean_or_refused(house, word):
    facets = {"documentation": {"description": word}, "ownership": {"owners": [{"name": word}]}}
    said = event(
        word + "job",
        "FAIL",
        [dataset(word + "in", **facets)],
        [dataset(word + "out"), dataset("other")],
        run=f"{word}run",
        parent=word,
        errorMessage={"message": word},
        **facets,
    )
    await take(house, said)
    again = await take(house, said)

    assert (again.is_unchanged, again.skipped) == (True, [])
    assert len(await downstream(house, f"{WAREHOUSE}/{one_line(f'{word}in')}")) == 3
