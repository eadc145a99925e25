"""What runs say by webhook: OpenLineage and Airbyte."""

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


def event(kind: str, job: str = "ingest.load_orders", run: str = "r-1", **facets: Any) -> dict[str, Any]:
    return {
        "eventType": kind,
        "eventTime": "2026-11-18T05:00:00.000Z",
        "run": {"runId": run, "facets": facets},
        "job": {"namespace": "prod", "name": job},
        "inputs": [],
        "outputs": [],
        "producer": "https://example.org/producer",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    }


PARENT = {"run": {"runId": "dag-1"}, "job": {"namespace": "prod", "name": "ingest"}}


def test_a_failed_run_is_an_alert_and_a_complete_one_its_end():
    failed = one(
        event("FAIL", parent=PARENT, errorMessage={"message": "no such table", "stackTrace": "x" * 50_000})
    )
    assert (failed.source, failed.status, failed.symptom) == ("openlineage", "firing", "pipeline")
    assert (failed.assets, failed.run, failed.excerpt) == (("ingest.load_orders",), "dag-1", "no such table")
    fine = one(event("COMPLETE", run="r-2"))
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)
    assert one(event("ABORT")).status == "firing"
    assert one(event("fail")).fingerprint == failed.fingerprint


@pytest.mark.parametrize("kind", ["START", "RUNNING", "OTHER"])
def test_a_run_on_its_way_says_nothing(kind):
    reading = read_payload(event(kind))
    assert (reading.source, reading.signals, reading.unreadable) == ("openlineage", (), False)


def test_a_dag_that_only_repeats_its_tasks_counts_no_second_time():
    states = {"dagRunState": "failed", "tasksState": {"load_orders": "failed", "merge": "upstream_failed"}}
    dag = event("FAIL", job="ingest", run="dag-1", airflowState=states)
    assert said(dag) == ()
    by_itself = {**states, "tasksState": {"load_orders": "success"}}
    assert one(event("FAIL", job="ingest", run="dag-1", airflowState=by_itself)).assets == ("ingest",)


@pytest.mark.parametrize("form", [list, lambda events: "\n".join(json.dumps(each) for each in events)])
def test_a_run_whose_parts_failed_in_the_same_body_counts_no_second_time(form):
    events = [event("START"), event("FAIL", parent=PARENT), event("FAIL", job="ingest", run="dag-1")]
    assert [each.assets for each in said(form(events))] == [("ingest.load_orders",)]


def test_of_several_events_about_one_job_the_last_counts():
    assert [each.status for each in said([event("FAIL"), event("COMPLETE", run="r-2")])] == ["resolved"]


def test_assertions_that_do_not_hold_are_about_the_data():
    told = [
        {"assertion": "not_null", "column": "id", "success": False},
        {"assertion": "unique", "success": True},
    ]
    failed = event("FAIL", job="shop.orders.test")
    failed["inputs"] = [
        {
            "namespace": "db",
            "name": "shop.main.orders",
            "facets": {"dataQualityAssertions": {"assertions": told}},
        }
    ]
    signal = one(failed)
    assert (signal.symptom, signal.assets[0], signal.excerpt) == (
        "distribution",
        "shop.main.orders",
        "not_null",
    )


def test_owners_and_domains_stand_in_facets():
    failed = event("FAIL", airflow={"dag": {"owner": "airflow", "tags": "['nightly', 'domain:sales']"}})
    assert (one(failed).owner, one(failed).domain) == (None, "sales")
    failed["job"]["facets"] = {"ownership": {"owners": [{"name": "team:sales", "type": "MAINTAINER"}]}}
    assert one(failed).owner == "team:sales"


def test_events_without_a_run_are_lineage_and_no_alerts():
    base = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/definitions/"
    job = {
        "eventTime": "2026-11-18T05:00:00Z",
        "job": {"namespace": "a", "name": "b"},
        "schemaURL": f"{base}JobEvent",
    }
    assert (read_payload(job).source, said(job)) == ("openlineage", ())
    nameless = event("COMPLETE")
    del nameless["run"]["runId"]
    assert read_payload(nameless).unreadable


def sync(success: bool = False, **more: Any) -> dict[str, Any]:
    data = {
        "workspace": {"id": "w-1", "name": "Northwind"},
        "connection": {
            "id": "c-1",
            "name": "Shop → Warehouse",
            "url": "https://airbyte.example.org/connections/c-1",
        },
        "source": {"id": "s-1", "name": "Shop"},
        "destination": {"id": "d-1", "name": "Warehouse"},
        "jobId": 41,
        "startedAt": "2026-11-18T05:00:00Z",
        "recordsCommitted": 0,
        "success": success,
        "errorMessage": None if success else "Source did not answer",
    }
    return {"data": {**data, **more}}


def test_a_sync_fails_and_succeeds_again():
    failed, fine = one(sync()), one({**sync(True), "text": "Your connection succeeded", "blocks": []})
    assert (failed.source, failed.status, failed.symptom) == ("airbyte", "firing", "pipeline")
    assert (failed.assets, failed.run, failed.excerpt) == (
        ("Shop → Warehouse",),
        "41",
        "Source did not answer",
    )
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)


def test_a_sync_that_failed_halfway_says_what_was_written():
    assert "89 records were written" in (one(sync(recordsCommitted=89)).excerpt or "")


def test_older_notifications_of_airbytes_are_words_alone():
    words = "Your connection {} from Shop to Warehouse just {}...\nLogs: https://airbyte.example.org/connections/c-9"
    failed = one({"text": words.format("Nightly", "failed")})
    fine = one({"text": words.format("Nightly", "succeeded")})
    assert (failed.source, failed.assets, failed.status) == ("airbyte", ("Nightly",), "firing")
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)


def test_airbytes_tests_and_harmless_changes_are_no_alerts():
    hello = {"text": "Hello World! This is a test from Airbyte to try slack notification settings."}
    assert (read_payload(hello).source, said(hello)) == ("airbyte", ())
    harmless = sync(isBreakingChange=False)
    assert said(harmless) == ()
    assert one(sync(isBreakingChange=True)).symptom == "schema"
