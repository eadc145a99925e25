"""DataHub's change records: what they leave, what they change, and what they say is no more."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.assets.atlas import Atlas
from bot.assets.reading import datahub
from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldEdge
from models.vocabulary import AssetType
from tests.builders import House, open_house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


def urn(name: str, platform: str = "snowflake") -> str:
    return f"urn:li:dataset:(urn:li:dataPlatform:{platform},shop.marts.{name},PROD)"


def record(entity: str, aspect: str, said: Any, change: str = "UPSERT") -> dict[str, Any]:
    return {
        "entityType": datahub.kind_of(entity),
        "entityUrn": entity,
        "changeType": change,
        "aspectName": aspect,
        "aspect": {"json": said},
    }


def upstreams(*urns: str, how: str = "TRANSFORMED") -> dict[str, Any]:
    return {"upstreams": [{"dataset": each, "type": how} for each in urns]}


def edges(told: Told) -> set[tuple[str, str]]:
    return {(edge.upstream, edge.downstream) for edge in told.edges}


def test_an_upsert_tells_all_upstreams_and_the_last_one_counts() -> None:
    told = datahub.read(
        [
            record(urn("b"), "upstreamLineage", upstreams(urn("x"))),
            record(urn("b"), "upstreamLineage", upstreams(urn("a"))),
        ]
    )

    assert edges(told) == {(urn("a"), urn("b"))}
    assert told.complete_upstreams == {urn("b")}
    assert {asset.key for asset in told.assets} == {urn("a"), urn("b")}
    assert not told.complete


def test_a_patch_adds_and_removes_single_upstreams() -> None:
    path = f"/upstreams/{urn('a').replace('/', '~1')}"
    columns = "/fineGrainedLineages/NONE/urn:li:schemaField:(x,y)/NONE/urn:li:schemaField:(x,z)"
    added = [
        {"op": "add", "path": path, "value": {"dataset": urn("a"), "type": "TRANSFORMED"}},
        {"op": "add", "path": columns, "value": {}},
        {"op": "add", "path": f"/upstreams/{urn('x')}", "value": {}},
    ]
    removed = [{"op": "remove", "path": f"/upstreams/{urn('x')}"}]
    told = datahub.read(
        [record(urn("b"), "upstreamLineage", said, "PATCH") for said in (added, {"patch": removed})]
    )

    assert edges(told) == {(urn("a"), urn("b"))}
    assert told.complete_upstreams == frozenset()


def test_a_model_of_dbt_and_its_table_are_one() -> None:
    dbt = urn("orders", "dbt")
    told = datahub.read(
        [
            record(urn("orders"), "upstreamLineage", upstreams(dbt, how="COPY")),
            record(dbt, "upstreamLineage", upstreams(urn("raw"))),
            record(dbt, "subTypes", {"typeNames": ["Model"]}),
            record(
                dbt,
                "datasetProperties",
                {"name": "orders", "customProperties": {"dbt_unique_id": "model.shop.orders"}},
            ),
            record(urn("report"), "upstreamLineage", upstreams(urn("orders"))),
        ]
    )
    orders = next(asset for asset in told.assets if asset.key == dbt)

    assert edges(told) == {(urn("raw"), dbt), (dbt, urn("report"))}
    assert set(orders.whole_names) == {urn("orders"), "model.shop.orders"}
    assert (orders.type, orders.relation) == (AssetType.MODEL, "shop.marts.orders")


def test_siblings_are_one_also_where_no_copy_says_so() -> None:
    told = datahub.read(
        [
            record(urn("orders", "dbt"), "siblings", {"siblings": [urn("ORDERS")], "primary": True}),
            record(urn("report"), "upstreamLineage", upstreams(urn("ORDERS"))),
        ]
    )

    assert edges(told) == {(urn("orders", "dbt"), urn("report"))}


def test_dashboards_charts_and_features_hang_on_what_they_read() -> None:
    board, chart = "urn:li:dashboard:(looker,dashboards.7)", "urn:li:chart:(looker,dashboard_elements.3)"
    feature = "urn:li:mlFeature:(customers,lifetime_value)"
    told = datahub.read(
        [
            record(
                board, "dashboardInfo", {"title": "Board pack", "charts": [chart], "datasets": [urn("b")]}
            ),
            record(chart, "chartInfo", {"title": "Revenue", "inputs": [{"string": urn("a")}]}),
            record(board, "ownership", {"owners": [{"owner": "urn:li:corpuser:ana@example.org"}]}),
            record(feature, "mlFeatureProperties", {"sources": [urn("a")]}),
        ]
    )
    told_board = next(asset for asset in told.assets if asset.key == board)

    assert edges(told) == {(chart, board), (urn("b"), board), (urn("a"), chart), (urn("a"), feature)}
    assert (told_board.name, told_board.type) == ("Board pack", AssetType.DASHBOARD)
    assert (told_board.owner, told_board.owner_email) == (None, "ana@example.org")


def test_a_job_stands_for_the_one_table_that_it_writes() -> None:
    job = "urn:li:dataJob:(urn:li:dataFlow:(airflow,shop,PROD),build_orders)"
    told = datahub.read(
        [record(job, "dataJobInputOutput", {"inputDatasets": [urn("a")], "outputDatasets": [urn("b")]})]
    )

    assert edges(told) == {(urn("a"), urn("b"))}
    assert "build_orders" in next(asset for asset in told.assets if asset.key == urn("b")).other_names


async def test_what_datahub_removes_is_retired_and_nothing_else(house):
    first = [
        record(urn("b"), "upstreamLineage", upstreams(urn("a"))),
        record(urn("c"), "status", {"removed": False}),
    ]
    await take_told(house.store, datahub.read(first))
    taken = await take_told(house.store, datahub.read([record(urn("b"), "status", {"removed": True})]))

    async with house.store.reading() as session:
        chart = await Atlas(house.store.reading, {}).chart(session)

    assert taken.vanished == [urn("b")]
    assert {asset.name: asset.is_retired for asset in chart.assets} == {"a": False, "b": True, "c": False}


def test_an_aspect_as_queues_hold_it_is_read_too() -> None:
    said = record(urn("b"), "upstreamLineage", None)
    said["aspect"] = {"contentType": "application/json", "value": json.dumps(upstreams(urn("a")))}

    assert datahub.read([said]).edges == [ToldEdge(urn("a"), urn("b"))]


def test_what_is_no_record_is_skipped_by_itself() -> None:
    good = record(urn("b"), "upstreamLineage", upstreams(urn("a")))
    broken = record(urn("b"), "status", None) | {"aspect": {"value": "{"}}
    told = datahub.read([good, 7, {**good, "entityUrn": "orders"}, {**good, "aspectName": None}, broken])

    assert told.skipped == [
        "record 2: it is no change of an entity",
        "record 3: entityUrn is no URN",
        "record 4: aspectName is missing",
        "record 5: its aspect is no JSON",
    ]
    assert edges(told) == {(urn("a"), urn("b"))}


def test_people_tags_and_tests_are_no_assets() -> None:
    others = ("urn:li:corpuser:ana", "urn:li:tag:pii", "urn:li:assertion:1", "urn:li:dataProcessInstance:1")

    assert datahub.read([record(each, "status", {"removed": False}) for each in others]).assets == []
