"""What runs say by webhook: Databricks, Snowflake's tasks, BigQuery's transfers."""

import base64
import json
from typing import Any

import pytest

from bot.alerts.reading.read_payload import read_payload
from tests.alerts.test_payloads_runs import one, said


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
