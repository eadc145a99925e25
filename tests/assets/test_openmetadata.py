"""OpenMetadata's lineage in each shape in which it is given out."""

from typing import Any

import pytest

from bot.assets.reading import openmetadata
from bot.assets.reading.read_text import bodies_in
from bot.assets.told import Told
from models.vocabulary import AssetType

ORDERS, STG, BOARD = "snow.shop.marts.orders", "snow.shop.staging.stg_orders", "looker.board_pack"


def node(key: str, kind: str = "table", **more: Any) -> dict[str, Any]:
    return {
        "id": f"id-{key}",
        "type": kind,
        "name": key.rpartition(".")[2],
        "fullyQualifiedName": key,
        **more,
    }


def edge(upstream: str, downstream: str, **more: Any) -> dict[str, Any]:
    return {"fromEntity": f"id-{upstream}", "toEntity": f"id-{downstream}", **more}


def edges(told: Told) -> set[tuple[str, str]]:
    return {(each.upstream, each.downstream) for each in told.edges}


def test_the_answer_about_one_entity_is_read() -> None:
    body = {
        "entity": node(ORDERS),
        "nodes": [node(STG), node(BOARD, "dashboard", displayName="Board pack")],
        "upstreamEdges": [edge(STG, ORDERS, lineageDetails={"sqlQuery": "", "columnsLineage": []})],
        "downstreamEdges": [edge(ORDERS, BOARD)],
    }
    told = openmetadata.read(body)
    by_key = {asset.key: asset for asset in told.assets}

    assert openmetadata.recognises(body)
    assert edges(told) == {(STG, ORDERS), (ORDERS, BOARD)}
    assert (by_key[ORDERS].relation, by_key[ORDERS].schema) == ("shop.marts.orders", "marts")
    assert (by_key[BOARD].name, by_key[BOARD].type) == ("Board pack", AssetType.DASHBOARD)


def test_the_answer_of_the_lineage_page_is_read() -> None:
    owner = {"name": "ana", "email": "ana@example.org"}
    body = {
        "nodes": {
            ORDERS: {
                "entity": node(ORDERS, owners=[owner], tags=[{"tagFQN": "PII.Sensitive"}]),
                "nodeDepth": 0,
            },
            STG: {"entity": node(STG)},
        },
        "upstreamEdges": {
            "x": {
                "fromEntity": {"id": f"id-{STG}", "type": "table", "fullyQualifiedName": STG},
                "toEntity": {"id": f"id-{ORDERS}"},
                "pipeline": {"name": "build", "fullyQualifiedName": "airflow.build"},
            }
        },
        "downstreamEdges": {},
    }
    told = openmetadata.read(body)
    orders = next(asset for asset in told.assets if asset.key == ORDERS)

    assert openmetadata.recognises(body)
    assert edges(told) == {(STG, ORDERS), ("airflow.build", ORDERS)}
    assert (orders.owner_email, orders.tags) == ("ana@example.org", ("PII.Sensitive",))


def test_the_page_s_csv_is_read() -> None:
    head = "fromEntityFQN,fromServiceName,fromOwners,toEntityFQN,toServiceName,toOwners,pipelineName"
    body = bodies_in(
        f'{head}\r\n{STG},snow,core-data,{ORDERS},snow,"ana;bo",\r\n{ORDERS},snow,,{BOARD},looker,,\r\n'
    )
    told = openmetadata.read(body)

    assert openmetadata.recognises(body)
    assert edges(told) == {(STG, ORDERS), (ORDERS, BOARD)}
    assert {asset.key: asset.owner for asset in told.assets} == {STG: "core-data", ORDERS: "ana", BOARD: None}


def test_names_with_dots_in_them_are_parted_at_the_right_ones() -> None:
    key = 'snow.shop.marts."orders.v2"'
    told = openmetadata.read({"entity": node(key), "upstreamEdges": []})

    assert [(asset.name, asset.relation) for asset in told.assets] == [("orders.v2", "shop.marts.orders.v2")]


def test_a_deleted_entity_is_no_more_and_nothing_else_vanishes() -> None:
    body = {"entity": node(ORDERS, deleted=True), "nodes": [node(STG)], "upstreamEdges": [edge(STG, ORDERS)]}
    told = openmetadata.read(body)

    assert (told.gone, told.complete, told.edges) == ({ORDERS}, False, [])
    assert [asset.key for asset in told.assets] == [STG]


def test_an_edge_to_nowhere_is_skipped_by_itself() -> None:
    body = {
        "entity": node(ORDERS),
        "nodes": [node(STG)],
        "upstreamEdges": [edge(STG, ORDERS), edge("x", ORDERS), {"fromEntity": 7}],
    }
    told = openmetadata.read(body)

    assert told.skipped == [
        "edge 2: fromEntity is none of the nodes",
        "edge 3: fromEntity is none of the nodes",
    ]
    assert edges(told) == {(STG, ORDERS)}


@pytest.mark.parametrize(
    "body", [None, 7, "x", [], {}, {"nodes": []}, {"edges": [], "nodes": {}}, [{"fromEntityFQN": 1}]]
)
def test_what_is_no_lineage_of_openmetadata_is_not_taken_for_it(body: Any) -> None:
    assert not openmetadata.recognises(body)
