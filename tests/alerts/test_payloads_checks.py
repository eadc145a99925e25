"""What data tests say by webhook: Great Expectations and Soda."""

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
