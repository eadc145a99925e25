"""What data tests say by webhook: Great Expectations, Soda, OpenMetadata, dbt's artifacts."""

import json
from typing import Any

import pytest

from bot.alerts.reading.read_payload import read_payload
from models.signal import Signal


def said(body: Any) -> tuple[Signal, ...]:
    return read_payload(body).signals


def one(body: Any) -> Signal:
    [signal] = said(body)
    return signal


def unmet(kind: str, column: str = "amount", **result: Any) -> dict[str, Any]:
    return {
        "success": False,
        "expectation_config": {"type": kind, "kwargs": {"column": column}},
        "result": result,
    }


def validation(*results: dict[str, Any], asset: str = "invoices", success: bool = False) -> dict[str, Any]:
    """A validation result of GX 1.x."""
    return {
        "success": success,
        "results": list(results),
        "suite_name": f"{asset}_suite",
        "statistics": {"evaluated_expectations": 4, "successful_expectations": 4 - len(results)},
        "meta": {
            "checkpoint_name": "nightly",
            "active_batch_definition": {"datasource_name": "warehouse", "data_asset_name": asset},
            "run_id": {"run_name": "nightly-17", "run_time": "2026-11-18T05:00:00+00:00"},
        },
        "result_url": "https://gx.example.org/results/17",
    }


@pytest.mark.parametrize(
    ("kind", "symptom"),
    [
        ("expect_table_row_count_to_be_between", "volume"),
        ("expect_table_row_count_to_equal_other_table", "volume"),
        ("expect_column_to_exist", "schema"),
        ("expect_table_columns_to_match_ordered_list", "schema"),
        ("expect_column_values_to_be_of_type", "schema"),
        ("expect_column_values_to_not_be_null", "distribution"),
        ("expect_column_values_to_be_in_set", "distribution"),
    ],
)
def test_what_an_expectation_checks_is_what_is_wrong(kind, symptom):
    signal = one(validation(unmet(kind)))
    assert (signal.source, signal.status, signal.symptom) == ("great_expectations", "firing", symptom)
    assert signal.assets == ("invoices",)
    assert (signal.run, signal.rule) == ("nightly nightly-17", "invoices_suite")


def test_a_column_that_is_gone_is_a_change_of_schema_whatever_was_expected_of_it():
    told = {"raised_exception": True, "exception_message": 'Error: The column "id" does not exist.'}
    broken = {**unmet("expect_column_values_to_be_unique", "id"), "exception_info": {"('m', 'x')": told}}
    signal = one(validation(broken))
    assert (signal.symptom, signal.excerpt) == (
        "schema",
        'expect_column_values_to_be_unique, of id, Error: The column "id" does not exist.',
    )


def test_a_checkpoint_tells_one_alert_for_each_of_its_assets():
    key = "ValidationResultIdentifier::{0}_suite/nightly-17/20261118T050000.000000Z/warehouse-{0}"
    results = {
        key.format("invoices"): validation(unmet("expect_column_values_to_be_unique")),
        key.format("orders"): validation(asset="orders", success=True),
    }
    new = {"success": False, "run_results": results, "checkpoint_config": {"name": "nightly"}}
    old_results = {name: {"validation_result": each, "actions_results": {}} for name, each in results.items()}
    old = {**new, "run_results": old_results, "run_id": {"run_name": "nightly-17"}}
    for body in (new, old):
        invoices, orders = said(body)
        assert (invoices.assets, invoices.status) == (("invoices",), "firing")
        assert (orders.assets, orders.status) == (("orders",), "resolved")


def test_a_checkpoint_is_the_same_alert_by_webhook_and_in_slack():
    from tests.alerts.posts import great_expectations

    told = great_expectations("Success", invoices="14 of 14")
    [in_slack] = said(told)
    checkpoint = {"success": False, "checkpoint_config": {"name": "nightly_checkpoint"}}
    broken = validation(unmet("expect_column_values_to_be_unique"))
    del broken["meta"]["checkpoint_name"]
    by_webhook = one({**checkpoint, "run_results": {"ValidationResultIdentifier::a/b/c/d": broken}})
    assert by_webhook.fingerprint == in_slack.fingerprint


def test_what_a_checkpoint_describes_of_itself_is_enough():
    failed = {
        "expectation_type": "expect_column_values_to_not_be_null",
        "success": False,
        "kwargs": {"batch_id": "warehouse-customers", "column": "email"},
        "result": {"unexpected_percent": 12.345, "partial_unexpected_list": ["someone@example.org"]},
    }
    body = {"success": False, "statistics": {"evaluated_validations": 1}, "validation_results": []}
    body["validation_results"] = [{"success": False, "expectations": [failed], "statistics": {}}]
    signal = one(body)
    assert signal.assets == ("customers",)
    assert signal.excerpt == "expect_column_values_to_not_be_null, of email, 12.3 % unexpected"
    fine = {
        "success": True,
        "validation_results": [{"success": True, "expectations": [{**failed, "success": True}]}],
    }
    assert one(fine).status == "resolved"
    assert one(fine).fingerprint == signal.fingerprint


def test_a_notification_of_great_expectations_may_be_one_or_a_list():
    body = {
        "test_suite_name": "s",
        "data_asset_name": "orders",
        "validation_results": [unmet("expect_column_to_exist")],
    }
    fine = {**body, "data_asset_name": "invoices", "validation_results": [{"success": True}]}
    assert one(body).symptom == "schema"
    assert [(each.assets, each.status) for each in said([body, fine])] == [
        (("orders",), "firing"),
        (("invoices",), "resolved"),
    ]


def soda(outcome: str = "fail", **more: Any) -> dict[str, Any]:
    check = {
        "id": "4f1c2a9e-result",
        "sodaCloudUrl": "https://cloud.soda.io/checks/4f1c2a9e-77aa",
        "name": "No orders without a customer",
        "definition": "checks for fct_orders:\n  - missing_count(customer_id) = 0",
        "datasets": [
            {
                "name": "fct_orders",
                "owner": {"email": "ines@example.org"},
                "attributes": [{"name": "data_domain", "value": "Sales"}],
            }
        ],
        "column": "customer_id",
        "outcome": outcome,
        "diagnostics": {"value": 12.0},
        **more,
    }
    return {"event": "checkEvaluation", "checkResults": [check]}


@pytest.mark.parametrize(
    ("outcome", "status", "hint", "symptom"),
    [
        ("fail", "firing", "fail", "distribution"),
        ("failed", "firing", "fail", "distribution"),
        ("warn", "firing", "warn", "distribution"),
        ("error", "firing", "error", "pipeline"),
        ("pass", "resolved", None, "distribution"),
    ],
)
def test_a_check_of_sodas_fails_warns_errs_or_passes(outcome, status, hint, symptom):
    signal = one(soda(outcome))
    assert (signal.source, signal.status, signal.severity_hint, signal.symptom) == (
        "soda",
        status,
        hint,
        symptom,
    )
    assert (signal.assets, signal.owner, signal.domain) == (("fct_orders",), "ines@example.org", "Sales")
    assert signal.test_link == "https://cloud.soda.io/checks/4f1c2a9e-77aa"
    assert signal.fingerprint == one(soda("pass", id="another-result")).fingerprint


@pytest.mark.parametrize(
    ("definition", "symptom"),
    [
        ("checks for fct_orders:\n  - freshness(loaded_at) < 1d", "freshness"),
        ("checks for fct_orders:\n  - row_count > 0", "volume"),
        (
            "checks for fct_orders:\n  - schema:\n      fail:\n        when required column missing: [id]",
            "schema",
        ),
        ("checks for table_with_rows_missing:\n  - duplicate_count(id) = 0", "distribution"),
    ],
)
def test_what_a_check_of_sodas_is_about_stands_in_its_definition(definition, symptom):
    assert one(soda(name=None, definition=definition)).symptom == symptom


def test_all_the_checks_of_one_evaluation_are_read():
    body = soda()
    passed = {
        **body["checkResults"][0],
        "outcome": "pass",
        "sodaCloudUrl": "https://cloud.soda.io/checks/0000aaaa",
    }
    body["checkResults"] += [passed, {"outcome": "unknown"}, None, {}]
    assert [signal.status for signal in said(body)] == ["firing", "resolved"]


def test_an_incident_of_sodas_is_over_when_its_status_says_so():
    incident = {
        "id": "i-1",
        "number": 7,
        "title": "Orders are late",
        "severity": "critical",
        "status": "reported",
    }
    incident["resolutionNotes"] = "will be fixed"
    opened = one({"event": "incidentCreated", "incident": incident})
    closed = one({"event": "incidentUpdated", "incident": {**incident, "status": "resolved"}})
    assert (opened.status, opened.symptom, opened.severity_hint) == ("firing", "freshness", "critical")
    assert (closed.status, closed.fingerprint) == ("resolved", opened.fingerprint)


@pytest.mark.parametrize(
    "body",
    [
        {"event": "validate", "sentAt": "2026-11-18T09:00:00Z"},
        {"event": "contractPublished", "contract": {"dataset": "a/b/c"}},
        {"event": "agreementDeleted", "agreement": {"id": "a"}},
        {"event": "checkEvaluation", "checkResults": []},
    ],
)
def test_sodas_paperwork_is_no_alert(body):
    reading = read_payload(body)
    assert (reading.source, reading.signals, reading.unreadable) == ("soda", (), False)


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
