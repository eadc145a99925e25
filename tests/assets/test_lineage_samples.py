"""Real lineage of real tools is read as its index says; the folder lies beside the project, if at all."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from bot.assets.reading import datahub
from bot.assets.reading.openlineage import hear, recognises
from bot.assets.take_events import take_events
from bot.assets.take_told import take_told
from tests.builders import House, open_house

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no folder of real samples beside the project")

DUCKDB = "duckdb:///workspace/jaffle_shop/jaffle_shop.duckdb"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


def events(name: str) -> list[Any]:
    text = (SAMPLES / "openlineage" / name).read_text()
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    said = json.loads(text)
    return said if isinstance(said, list) else [said]


async def chart_of(house: House) -> Chart:
    async with house.store.reading() as session:
        return await Atlas(house.store.reading, {}).chart(session)


async def test_the_food_delivery_pipeline_is_one_lineage_of_tables(house):
    await take_events(house.store, hear(events("marquez_food_delivery_events.json")))

    chart = await chart_of(house)
    orders = chart.find("food_delivery/public.orders")
    reached = {each.asset.name: each.depth for each in chart.downstream(orders.id)}

    assert reached == {
        "orders_7_days": 1,
        "delivery_7_days": 2,
        "discounts": 3,
        "top_delivery_times": 3,
        "delivery_times_7_days": 3,
        "email_discounts": 4,
        "popular_orders_day_of_week": 4,
    }


async def test_a_failed_build_of_dbt_has_the_lineage_that_its_models_began_with(house):
    await take_events(house.store, hear(events("dbt_jaffle_shop_failed_build.jsonl")))

    chart = await chart_of(house)
    raw = chart.find(f"{DUCKDB}/jaffle_shop.raw.raw_orders")

    assert [each.asset.name for each in chart.downstream(raw.id)] == ["stg_orders"]
    assert chart.find("model.jaffle_shop.stg_orders").key == f"{DUCKDB}/jaffle_shop.main.stg_orders"
    assert not [asset.key for asset in chart.assets if asset.key.startswith("dbt/")]


async def test_a_failed_dag_of_airflow_stands_above_its_tasks(house):
    await take_events(house.store, hear(events("airflow_process_employees_run.jsonl")))

    chart = await chart_of(house)
    dag = chart.find("process_employees")

    assert [each.asset.name for each in chart.downstream(dag.id)] == [
        "process_employees.create_employees_table",
        "process_employees.get_data",
    ]


@pytest.mark.parametrize(
    ("name", "datasets", "jobs", "refused"),
    [
        ("example_full_event.json", 1, 1, []),
        ("event_full.json", 1, 1, []),
        ("event_simple.json", 3, 1, []),
        ("event_unicode_job_name.json", 3, 1, []),
        ("dataset_event.json", 1, 0, []),
        ("job_event.json", 2, 1, []),
        ("invalid_event_no_run_id.json", 0, 0, ["event 1: run.runId is missing"]),
        ("flink_fail_expected_pattern.json", 0, 0, ["event 1: eventTime is missing"]),
    ],
)
def test_a_single_event_is_read_or_refused(name: str, datasets: int, jobs: int, refused: list[str]) -> None:
    said = events(name)
    heard = hear(said)

    assert recognises(said[0])
    assert (len(heard.datasets), len(heard.jobs), heard.skipped) == (datasets, jobs, refused)


async def test_datahub_s_records_of_a_project_of_dbt_reach_the_dashboard(house):
    body = json.loads((SAMPLES / "datahub" / "dbt_altered_jaffle_shop_mcps.json").read_text())
    told = datahub.read(body)
    await take_told(house.store, told)

    chart = await chart_of(house)
    raw = chart.find("urn:li:dataset:(urn:li:dataPlatform:duckdb,cosmos.public.raw_orders,PROD)")
    reached = {each.asset.name: each.depth for each in chart.downstream(raw.id)}

    assert told.skipped == []
    assert reached == {
        "stg_orders": 1,
        "customers": 2,
        "orders": 2,
        "ephemeral_customers": 3,
        "weekly_metrics": 3,
        "ephemeral_customers_downstream": 4,
    }
    assert (
        chart.find("exposure.altered_jaffle_shop.weekly_metrics").owner_email == "team@astronomer-cosmos.org"
    )
