"""What dbt's manifest tells: which nodes are assets, whose they are, and what leads to what."""

import json

import pytest

from bot.assets.reading import dbt_manifest, dbt_runs
from bot.assets.told import Told, ToldAsset, ToldRun
from models.vocabulary import AssetType
from tests.assets.conftest import manifest, node


def assets(told: Told) -> dict[str, ToldAsset]:
    return {asset.key: asset for asset in told.assets}


def edges(told: Told) -> set[tuple[str, str]]:
    return {(edge.upstream, edge.downstream) for edge in told.edges}


def test_tests_are_no_assets_and_nothing_leads_through_them():
    body = manifest(
        node("model.shop.a"),
        node("test.shop.unique_a.123", "model.shop.a"),
        node("unit_test.shop.a.adds_up", "model.shop.a"),
        node("operation.shop.hook", "model.shop.a"),
        node("analysis.shop.look", "model.shop.a"),
    )

    told = dbt_manifest.read(body)

    assert list(assets(told)) == ["model.shop.a"]
    assert edges(told) == set()


def test_what_hangs_on_a_metric_hangs_on_the_model_behind_it():
    body = manifest(
        node("model.shop.orders"),
        node("semantic_model.shop.orders", "model.shop.orders"),
        node("metric.shop.revenue", "semantic_model.shop.orders"),
        node("metric.shop.growth", "metric.shop.revenue"),
        node("exposure.shop.board", "metric.shop.growth", "metric.shop.revenue", type="dashboard", owner={}),
    )

    assert edges(dbt_manifest.read(body)) == {("model.shop.orders", "exposure.shop.board")}


def test_an_ephemeral_model_has_no_table_and_still_feeds():
    ephemeral = node("model.shop.mid", "source.shop.raw.a", relation_name=None)
    ephemeral["config"]["materialized"] = "ephemeral"
    body = manifest(node("source.shop.raw.a"), ephemeral, node("model.shop.end", "model.shop.mid"))

    told = dbt_manifest.read(body)

    assert assets(told)["model.shop.mid"].relation is None
    assert edges(told) == {("source.shop.raw.a", "model.shop.mid"), ("model.shop.mid", "model.shop.end")}


def test_disabled_nodes_are_left_out():
    disabled = node("model.shop.off")
    disabled["config"]["enabled"] = False
    body = manifest(node("model.shop.on"), disabled)
    body["disabled"] = {"model.shop.gone": [node("model.shop.gone")]}

    assert list(assets(dbt_manifest.read(body))) == ["model.shop.on"]


@pytest.mark.parametrize(
    ("owner", "name", "email"),
    [
        ({"name": "Cosmos Team", "email": "team@example.org"}, "Cosmos Team", "team@example.org"),
        ({"name": None, "email": "hello@example.org"}, "hello@example.org", "hello@example.org"),
        ({}, None, None),
        (None, None, None),
    ],
)
def test_an_exposure_belongs_to_its_owner_by_name_or_else_by_address(owner, name, email):
    told = dbt_manifest.read(
        manifest(
            node("exposure.shop.board", type="ml", owner=owner, url="https://bi.example.org", maturity="high")
        )
    )
    [board] = told.assets

    assert (board.owner, board.owner_email, board.type) == (name, email, AssetType.ML)
    assert board.meta == {"url": "https://bi.example.org", "maturity": "high"}


def test_a_model_belongs_to_whom_its_meta_names_else_to_its_group():
    group = node("group.shop.finance", owner={"name": None, "email": "fin@example.org"})
    own = node("model.shop.own", group="finance", meta={"owner": "@ana"})
    body = manifest(group, own, node("model.shop.led", group="finance"), node("model.shop.alone"))
    told = assets(dbt_manifest.read(body))

    assert told["model.shop.own"].owner == "@ana"
    assert (told["model.shop.led"].owner, told["model.shop.led"].group) == ("fin@example.org", "finance")
    assert told["model.shop.alone"].owner is None


def test_words_for_us_stand_under_meta():
    meta = {
        "breakwater": {"importance": 8, "channel": "#finance", "deadlines": ["board pack 09:00"]},
        "pii": True,
    }
    body = manifest(node("model.shop.a", tags=["gold"], config={"meta": meta, "tags": ["gold", "daily"]}))
    [told] = dbt_manifest.read(body).assets

    assert (told.importance, told.channel, told.tags) == (8, "#finance", ("gold", "daily"))
    assert told.meta["deadlines"] == ["board pack 09:00"]
    assert told.meta["pii"] is True


def test_versions_are_models_of_their_own_and_the_plain_name_is_the_latest():
    versions = [
        node(f"model.shop.orders.v{n}", name="orders", version=n, latest_version=2, alias=f"orders_v{n}")
        for n in (1, 2)
    ]
    told = assets(dbt_manifest.read(manifest(*versions)))

    assert told["model.shop.orders.v1"].name == "orders.v1"
    assert "orders" not in told["model.shop.orders.v1"].other_names
    assert "orders" in told["model.shop.orders.v2"].other_names


@pytest.mark.parametrize("version", range(1, 14))
def test_every_version_is_recognised(version):
    body = manifest(node("model.shop.a"), version=version, project=None if version < 10 else "shop")

    assert dbt_manifest.recognises(body)
    assert dbt_manifest.read(body).source == "dbt:shop"


def test_without_a_child_map_each_node_says_what_it_hangs_on():
    body = manifest(node("model.shop.a"), node("model.shop.b", "model.shop.a"))
    del body["child_map"]

    assert edges(dbt_manifest.read(body)) == {("model.shop.a", "model.shop.b")}


def test_a_node_that_is_broken_is_skipped_by_name():
    body = manifest(node("model.shop.a"), node("model.shop.b", "model.shop.a"))
    body["nodes"]["model.shop.b"] = "gone"
    body["nodes"]["model.shop.c"] = {"resource_type": "model", "name": None}

    told = dbt_manifest.read(body)

    assert list(assets(told)) == ["model.shop.a"]
    assert [line.partition(":")[0] for line in told.skipped] == ["model.shop.b", "model.shop.c"]


@pytest.mark.parametrize("body", [None, [], {}, {"nodes": []}, {"results": []}, "manifest", {"metadata": 3}])
def test_what_is_no_manifest_is_not_taken_for_one(body):
    assert not dbt_manifest.recognises(body)


def test_a_test_speaks_of_the_asset_that_it_looks_at():
    body = manifest(
        node("model.shop.a"),
        node("test.shop.unique_a.1", "model.shop.a", attached_node="model.shop.a"),
        node("test.shop.both.2", "model.shop.a", "model.shop.b"),
        node("model.shop.b"),
    )
    results = [
        {"unique_id": "model.shop.a", "status": "success", "thread_id": "1"},
        {"unique_id": "test.shop.unique_a.1", "status": "pass", "thread_id": "1"},
        {"unique_id": "test.shop.both.2", "status": "fail", "message": "Got 3 results", "thread_id": "1"},
        {"unique_id": "operation.shop.hook", "status": "success", "thread_id": "1"},
    ]
    runs = dbt_runs.read({"results": results}, dbt_manifest.tested_by(body))

    assert {(run.key, run.what, run.status, run.words) for run in runs} == {
        ("model.shop.a", "run", "success", None),
        ("model.shop.a", "tests", "fail", "Got 3 results"),
        ("model.shop.b", "tests", "fail", "Got 3 results"),
    }


def test_sources_tell_how_fresh_they_are():
    result = {
        "unique_id": "source.shop.raw.a",
        "status": "warn",
        "max_loaded_at": "2026-11-18T00:00:00Z",
        "criteria": {"warn_after": {"count": 1, "period": "hour"}},
    }
    [run] = dbt_runs.read({"metadata": {"generated_at": "2026-11-18T09:00:00Z"}, "results": [result]}, {})

    assert isinstance(run, ToldRun)
    assert (run.what, run.status, run.words) == ("freshness", "warn", "warn after 1 hour")
    assert json.dumps(run.at.isoformat())
