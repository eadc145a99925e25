"""What OpenMetadata says by webhook, and what dbt leaves behind of a build."""

import json
from typing import Any

import pytest

from bot.alerts.reading.read_payload import read_payload
from tests.alerts.test_payloads_checks import one, said


def change(
    status: str = "Failed", fqn: str = "snow.sales.public.orders.orders_not_empty", **entity: Any
) -> dict[str, Any]:
    result = {"testCaseStatus": status, "result": "Found 3 rows", "timestamp": 1_795_000_000_000}
    return {
        "id": "8a1d0f0e-0000-4000-8000-000000000001",
        "eventType": "entityUpdated",
        "entityType": "testCase",
        "entityFullyQualifiedName": fqn,
        "timestamp": 1_795_000_000_123,
        "changeDescription": {
            "previousVersion": 0.1,
            "fieldsAdded": [],
            "fieldsUpdated": [{"name": "testCaseResult", "oldValue": {}, "newValue": result}],
        },
        "entity": {"name": fqn.rsplit(".", 1)[-1], **entity},
    }


def test_a_test_of_openmetadatas_fails_and_succeeds_again():
    entity = {
        "entityLink": "<#E::table::snow.sales.public.orders::columns::amount>",
        "testDefinition": {"name": "columnValuesToBeBetween"},
        "owners": [{"name": "sales-data", "type": "team"}],
        "domains": [{"name": "Sales"}],
    }
    signal = one(change(**entity))
    assert (signal.source, signal.status, signal.symptom) == ("openmetadata", "firing", "distribution")
    assert (signal.assets, signal.owner, signal.domain) == (
        ("snow.sales.public.orders",),
        "sales-data",
        "Sales",
    )
    fine = one(change("Success", **entity))
    assert (fine.status, fine.fingerprint) == ("resolved", signal.fingerprint)
    assert one(change("Aborted")).symptom == "pipeline"
    assert said(change("Queued")) == ()


@pytest.mark.parametrize(
    ("fqn", "table"),
    [
        ("snow.sales.public.orders.orders_not_empty", "snow.sales.public.orders"),
        ("snow.sales.public.orders.amount.amount_positive", "snow.sales.public.orders"),
        ('snow."sales.eu".public.orders."a.test"', 'snow."sales.eu".public.orders'),
        ("lonely_test", None),
    ],
)
def test_the_table_of_a_test_is_the_beginning_of_its_name(fqn, table):
    assert (one(change(fqn=fqn)).assets or (None,))[0] == table


@pytest.mark.parametrize(
    ("name", "symptom"),
    [
        ("tableRowCountToBeBetween", "volume"),
        ("tableColumnCountToEqual", "schema"),
        ("tableColumnNameToExist", "schema"),
        ("columnValuesToBeNotNull", "distribution"),
    ],
)
def test_what_a_test_of_openmetadatas_is_about_stands_in_its_definition(name, symptom):
    assert one(change(testDefinition={"name": name})).symptom == symptom


def test_openmetadata_may_write_objects_as_text():
    told = change(testDefinition={"name": "tableRowCountToEqual"})
    plain = one(told)
    told["entity"] = json.dumps(told["entity"])
    field = told["changeDescription"]["fieldsUpdated"][0]
    field["newValue"] = json.dumps(field["newValue"])
    assert one(told) == plain
    assert said([told, change(fqn="a.b.c.d.e")]) == (plain, one(change(fqn="a.b.c.d.e")))


def test_a_pipeline_of_openmetadatas_fails_and_runs_again():
    def pipeline(state: str) -> dict[str, Any]:
        status = {"executionStatus": state, "timestamp": 1_795_000_000_000}
        status["taskStatus"] = [{"name": "load", "executionStatus": "Failed"}]
        body = change(fqn="airflow.ingest_orders")
        change_of = {"fieldsUpdated": [{"name": "pipelineStatus", "newValue": status}]}
        return {**body, "entityType": "pipeline", "changeDescription": change_of}

    failed, fine = one(pipeline("Failed")), one(pipeline("Successful"))
    assert (failed.status, failed.symptom, failed.excerpt) == ("firing", "pipeline", "Failed: load")
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)
    assert said(pipeline("Pending")) == ()


@pytest.mark.parametrize("kind", ["table", "testCase", "thread"])
def test_other_changes_in_openmetadata_are_no_alerts(kind):
    described = {"fieldsUpdated": [{"name": "description", "newValue": "Failed tests are listed here"}]}
    body = {**change(), "entityType": kind, "changeDescription": described}
    reading = read_payload(body)
    assert (reading.source, reading.signals, reading.unreadable) == ("openmetadata", (), False)


def node(unique_id: str, status: str, **more: Any) -> dict[str, Any]:
    timing = [{"name": "execute", "started_at": "2026-11-18T05:00:01Z"}]
    return {"unique_id": unique_id, "status": status, "thread_id": "Thread-1", "timing": timing, **more}


def run_results(*results: dict[str, Any], version: int = 6) -> dict[str, Any]:
    schema = f"https://schemas.getdbt.com/dbt/run-results/v{version}.json"
    return {"metadata": {"dbt_schema_version": schema, "invocation_id": "inv-1"}, "results": list(results)}


def test_a_build_tells_what_failed_and_what_is_fine_but_not_what_was_skipped():
    error = node(
        "model.shop.stg_orders", "error", message="Catalog Error", relation_name='"shop"."main"."stg_orders"'
    )
    signals = said(
        run_results(
            error,
            node("test.shop.unique_orders_id.d48e126d80", "fail", failures="Got 3", message=None),
            node("test.shop.dbt_utils_recency_orders.abc", "warn", failures=2, message="Got 2 results"),
            node("model.shop.orders", "skipped"),
            node("model.shop.customers", "success"),
            node("test.shop.unique_customers_id.111", "pass"),
            node("operation.shop.on_run_end", "error"),
        )
    )
    assert [(each.title, each.status, each.symptom, each.severity_hint) for each in signals] == [
        ("Model stg_orders failed", "firing", "pipeline", "error"),
        ("Test unique_orders_id failed", "firing", "distribution", "fail"),
        ("Test dbt_utils_recency_orders warned", "firing", "distribution", "warn"),
        ("Model customers succeeded", "resolved", "pipeline", None),
        ("Test unique_customers_id passed", "resolved", "distribution", None),
    ]
    assert signals[0].assets == ("shop.main.stg_orders", "stg_orders")
    assert signals[1].excerpt == "Got 3"
    assert {each.run for each in signals} == {"inv-1"}


def test_sources_that_a_build_found_stale_and_models_built_in_part_are_told():
    stale, part = said(
        run_results(node("source.shop.raw.orders", "warn"), node("model.shop.a", "partial success"))
    )
    assert (stale.symptom, stale.severity_hint, stale.assets) == ("freshness", "warn", ("raw.orders",))
    assert (part.title, part.status) == ("Model a failed in part", "firing")


def test_a_test_that_passes_again_is_the_same_alert():
    broken = one(run_results(node("test.shop.unique_orders_id.d48", "fail", failures=3)))
    fine = one(run_results(node("test.shop.unique_orders_id.d48", "pass", failures=0), version=4))
    assert (fine.status, fine.fingerprint) == ("resolved", broken.fingerprint)
    assert broken.excerpt == "3 failures"


def sources(status: str, **more: Any) -> dict[str, Any]:
    schema = "https://schemas.getdbt.com/dbt/sources/v3.json"
    result = {"unique_id": "source.shop.raw.orders", "status": status, **more}
    return {"metadata": {"dbt_schema_version": schema}, "results": [result]}


def test_a_stale_source_is_told_with_its_age():
    criteria = {"warn_after": {"count": 12, "period": "hour"}, "error_after": {"count": None, "period": None}}
    signal = one(sources("warn", max_loaded_at_time_ago_in_s=187_200.5, criteria=criteria))
    assert (signal.symptom, signal.severity_hint, signal.assets) == ("freshness", "warn", ("raw.orders",))
    assert signal.title == "Source raw.orders is stale: last loaded 2 days ago"
    assert signal.excerpt == "warn after 12 hour"


def test_a_source_whose_age_could_not_be_asked_is_no_stale_source():
    assert one(sources("runtime error", error="no such table")).symptom == "pipeline"


def test_fresh_sources_and_empty_results_say_nothing():
    for body in (
        sources("pass", max_loaded_at_time_ago_in_s=12.0),
        run_results(),
        sources("pass") | {"results": []},
    ):
        reading = read_payload(body)
        assert (reading.source, reading.signals, reading.unreadable) == ("dbt", (), False)
