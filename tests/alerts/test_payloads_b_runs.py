"""What runs say by webhook: OpenLineage, Airbyte, Databricks, Snowflake's tasks, BigQuery's transfers."""

import base64
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


def job(event_type: str, **more: Any) -> dict[str, Any]:
    return {
        "event_type": f"jobs.{event_type}",
        "workspace_id": 71,
        "run": {"run_id": 9001},
        "job": {"job_id": 12, "name": "nightly-orders"},
        **more,
    }


def test_a_databricks_job_fails_and_succeeds_again():
    failed, fine = one(job("on_failure")), one(job("on_success", run={"run_id": 9002}))
    assert (failed.source, failed.status, failed.symptom) == ("databricks", "firing", "pipeline")
    assert (failed.title, failed.assets, failed.run) == (
        "Job nightly-orders failed",
        ("nightly-orders",),
        "9001",
    )
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)
    assert said(job("on_start")) == ()


def test_a_task_and_its_job_share_a_run():
    task = job("on_failure", task={"task_key": "load"}, run={"run_id": 9009, "parent_run_id": 9001})
    assert one(task).run == one(job("on_failure")).run
    assert one(task).title == "Task load of job nightly-orders failed"
    assert one(task).fingerprint != one(job("on_failure")).fingerprint


@pytest.mark.parametrize("kind", ["on_duration_warning_threshold_exceeded", "on_streaming_backlog_exceeded"])
def test_a_job_that_takes_too_long_is_late(kind):
    signal = one(job(kind))
    assert (signal.status, signal.symptom, signal.severity_hint) == ("firing", "freshness", "warning")


TASK = {
    "version": "1.0",
    "messageId": "m-1",
    "messageType": "USER_TASK_FAILED",
    "timestamp": "2026-11-18T05:00:10.000Z",
    "accountName": "NORTHWIND",
    "taskName": "SALES.PUBLIC.LOAD_ORDERS",
    "rootTaskName": "SALES.PUBLIC.NIGHTLY",
    "messages": [
        {
            "runId": "2026-11-18T05:00:00.000Z",
            "queryStartTime": "2026-11-18T05:00:01.000Z",
            "completedTime": "null",
            "errorCode": "000630",
            "errorMessage": "Statement reached its timeout",
        }
    ],
}


def pushed(body: Any) -> dict[str, Any]:
    data = base64.b64encode(json.dumps(body).encode()).decode()
    return {
        "message": {"data": data, "messageId": "1", "attributes": {}},
        "subscription": "projects/p/subscriptions/s",
    }


@pytest.mark.parametrize(
    "body",
    [
        TASK,
        json.dumps(TASK),
        json.dumps(json.dumps(TASK)),
        json.dumps(TASK).replace('"', '\\"'),
        {
            "Type": "Notification",
            "MessageId": "1",
            "TopicArn": "arn:aws:sns:a:1:t",
            "Message": json.dumps(TASK),
        },
        {
            "Records": [
                {"EventSource": "aws:sns", "Sns": {"Type": "Notification", "Message": json.dumps(TASK)}}
            ]
        },
        pushed(TASK),
        [
            {
                "id": "1",
                "topic": "/subscriptions/x",
                "eventType": "Snowflake.Task",
                "subject": "t",
                "data": TASK,
            }
        ],
        {"specversion": "1.0", "id": "1", "type": "snowflake.task", "source": "/snowflake", "data": TASK},
    ],
)
def test_a_failed_task_is_snowflakes_whatever_brought_it(body):
    signal = one(body)
    assert (signal.source, signal.status, signal.symptom) == ("snowflake", "firing", "pipeline")
    assert signal.assets == ("SALES.PUBLIC.LOAD_ORDERS",)
    assert signal.excerpt == "000630: Statement reached its timeout"
    assert signal.run == "SALES.PUBLIC.NIGHTLY 2026-11-18T05:00:00.000Z"


def test_a_task_that_succeeds_again_is_the_same_alert():
    fine = one({**TASK, "messageType": "USER_TASK_SUCCEEDED"})
    assert (fine.status, fine.fingerprint) == ("resolved", one(TASK).fingerprint)
    assert said({**TASK, "messageType": "USER_TASK_STARTED"}) == ()


def test_a_pipe_that_could_not_load_is_about_its_table():
    files = [
        {"fileName": f"/f{n}.csv", "firstError": "Numeric value 'abc' is not recognized"} for n in range(2)
    ]
    body = {
        "messageType": "INGEST_FAILED_FILE",
        "accountName": "NORTHWIND",
        "pipeName": "SALES.PUBLIC.PIPE",
        "tableName": "SALES.PUBLIC.ORDERS",
        "messages": files,
    }
    signal = one(body)
    assert signal.assets == ("SALES.PUBLIC.ORDERS", "SALES.PUBLIC.PIPE")
    assert signal.title == "Pipe SALES.PUBLIC.PIPE could not load 2 files into SALES.PUBLIC.ORDERS"


def transfer(state: str, run: str = "run-1", **more: Any) -> dict[str, Any]:
    return {
        "dataSourceId": "scheduled_query",
        "destinationDatasetId": "sales",
        "params": {"destination_table_name_template": "orders_daily", "query": "select 1"},
        "name": f"projects/1/locations/eu/transferConfigs/cfg-1/runs/{run}",
        "state": state,
        "startTime": "2026-11-18T05:00:00Z",
        "errorStatus": {"code": 3, "message": "Query error: no such column"} if state == "FAILED" else {},
        **more,
    }


@pytest.mark.parametrize("wrap", [pushed, dict])
def test_a_transfer_fails_and_succeeds_again(wrap):
    failed, fine = one(wrap(transfer("FAILED"))), one(wrap(transfer("SUCCEEDED", "run-2")))
    assert (failed.source, failed.status, failed.symptom) == ("bigquery", "firing", "pipeline")
    assert (failed.assets, failed.run) == (("sales.orders_daily",), "run-1")
    assert failed.excerpt == "Query error: no such column"
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)
    assert said(wrap(transfer("RUNNING"))) == ()


def test_a_push_whose_data_nobody_can_decode_becomes_a_dead_letter():
    attributes = {"eventType": "TRANSFER_RUN_FINISHED"}
    assert read_payload({"message": {"data": "%%%", "attributes": attributes}}).unreadable
