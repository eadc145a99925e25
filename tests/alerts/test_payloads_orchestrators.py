"""Webhooks of Airflow, Dagster and Prefect, written after their formats, are read for what they say."""

from typing import Any

import pytest

from bot.alerts.reading.read_message import read_message
from bot.alerts.reading.read_payload import recognised
from models.vocabulary import AlertStatus, Symptom
from tests.alerts import posts
from tests.alerts.test_payloads_pipelines import nothing, one


def airflow(**more: Any) -> dict[str, Any]:
    return {
        "dag_id": "ingest_orders",
        "task_id": "load",
        "run_id": "scheduled__2026-11-18T05:00:00+00:00",
        "state": "failed",
        "log_url": "https://airflow.example.org/dags/ingest_orders/grid?task_id=load",
        "exception": "ValueError: no rows",
        **more,
    }


CONTEXTS = {
    "as documented": airflow(),
    "in camel case": {"dagId": "ingest_orders", "taskId": "load", "runId": "r", "state": "failed"},
    "within a task instance": {
        "task_instance": {"dag_id": "ingest_orders", "task_id": "load", "run_id": "r", "state": "failed"},
        "exception": "ValueError: no rows",
    },
    "as a context": {
        "context": {"dag": {"dag_id": "ingest_orders"}, "ti": {"task_id": "load"}, "run_id": "r"},
        "event": "on_failure_callback",
    },
    "while the run goes on": airflow(state=None, dag_run={"run_id": "r", "state": "running"}),
    "objects turned into text": {
        "dag": "<DAG: ingest_orders>",
        "task_instance": "<TaskInstance: ingest_orders.load manual__2026-11-18T05:00:00 [failed]>",
        "run_id": "manual__2026-11-18T05:00:00",
        "exception": "ValueError('no rows')",
    },
    "with a state of the enum": airflow(state="TaskInstanceState.FAILED"),
    "as an event": {"event": "task_failed", "dag_id": "ingest_orders", "task_id": "load", "try_number": 2},
}


@pytest.mark.parametrize("how", CONTEXTS)
def test_a_callback_of_airflow_is_read_however_it_is_spelled(how):
    signal = one(CONTEXTS[how])
    assert (signal.source, signal.title) == ("airflow", "Task load of DAG ingest_orders failed")
    assert (signal.assets, signal.symptom) == (("ingest_orders.load",), Symptom.PIPELINE)
    assert signal.fingerprint == one(airflow()).fingerprint


def test_airflow_by_webhook_and_by_slack_is_the_same_alert():
    [told] = read_message(posts.airflow(task="load", dag="ingest_orders"))
    assert told.fingerprint == one(airflow()).fingerprint


def test_airflow_says_run_log_error_and_owner():
    signal = one(airflow(owner="core-data", tags=["domain:sales"], severity="critical"))
    assert signal.run == "ingest_orders scheduled__2026-11-18T05:00:00+00:00"
    assert signal.link.startswith("https://airflow.example.org/dags/ingest_orders/")
    assert (signal.excerpt, signal.owner, signal.domain, signal.severity_hint) == (
        "ValueError: no rows",
        "core-data",
        "sales",
        "critical",
    )
    assert one(airflow(owner="airflow")).owner is None


def test_a_task_that_succeeds_resolves_what_it_broke_and_one_that_will_be_tried_again_is_nothing():
    fine = one(airflow(state="success", exception=None))
    assert (fine.status, fine.fingerprint) == (AlertStatus.RESOLVED, one(airflow()).fingerprint)
    assert nothing(airflow(state="up_for_retry"))
    assert nothing(airflow(state="running", exception=None))
    assert nothing(airflow(state=None, event="on_retry_callback"))


def test_a_whole_dag_run_is_an_alert_of_its_own():
    whole = {"dag_id": "ingest_orders", "run_id": "r", "state": "failed", "reason": "task_failure"}
    assert one(whole).title == "DAG ingest_orders failed"
    assert one(whole).fingerprint != one(airflow()).fingerprint


def test_a_missed_sla_is_late_data():
    signal = one({"dag_id": "ingest_orders", "event": "sla_miss", "run_id": "r"})
    assert (signal.symptom, signal.title) == (Symptom.FRESHNESS, "DAG ingest_orders missed its deadline")


def dagster(**more: Any) -> dict[str, Any]:
    return {
        "job_name": "nightly",
        "run_id": "0f3c",
        "status": "FAILURE",
        "steps": ["load_orders"],
        "error": {"message": "DagsterExecutionStepExecutionError: no rows"},
        "run_url": "https://dagster.example.org/runs/0f3c",
        "tags": {"team": "core", "domain": "sales"},
        **more,
    }


def test_dagster_says_job_steps_run_and_error():
    signal = one(dagster())
    assert (signal.source, signal.title) == ("dagster", "Job nightly failed at load_orders")
    assert (signal.assets, signal.run, signal.symptom) == (("load_orders",), "0f3c", Symptom.PIPELINE)
    assert (signal.owner, signal.domain) == ("core", "sales")
    assert "no rows" in signal.excerpt


def test_a_job_of_dagster_that_succeeds_resolves_what_failed_whatever_the_step():
    fine = one(dagster(status="SUCCESS", steps=[], error=None, run_id="0f3d"))
    assert (fine.status, fine.fingerprint) == (AlertStatus.RESOLVED, one(dagster()).fingerprint)
    assert one({"event_type": "JOB_SUCCESS", "job_name": "nightly"}).fingerprint == fine.fingerprint
    assert nothing(dagster(status="CANCELED"))
    assert nothing(dagster(status="STARTED"))


@pytest.mark.parametrize("key", [["marts", "orders"], {"path": ["marts", "orders"]}, "marts/orders"])
def test_a_check_of_an_asset_fails_and_passes(key):
    body = {"asset_key": key, "check_name": "customer_id_not_null", "passed": False, "severity": "ERROR"}
    failed, passed = one(body), one({**body, "passed": True})
    assert failed.title == "Check customer_id_not_null failed on marts/orders"
    assert (failed.symptom, failed.severity_hint, failed.assets) == (
        Symptom.DISTRIBUTION,
        "error",
        ("marts/orders",),
    )
    assert (passed.status, passed.fingerprint) == (AlertStatus.RESOLVED, failed.fingerprint)
    assert one({**body, "check_name": "row_count"}).symptom is Symptom.VOLUME


def test_alert_policies_of_dagster_plus_are_read_by_their_event_types():
    def policy(event: str, **more: Any) -> dict[str, Any]:
        return {"event_type": event, "deployment_name": "prod", "alert_summary": f"{event} in prod", **more}

    late = one(policy("ASSET_FRESHNESS_FAIL", asset_key="marts/orders"))
    assert (late.symptom, late.title) == (Symptom.FRESHNESS, "Asset marts/orders is overdue")
    assert not one(policy("ASSET_FRESHNESS_PASS", asset_key="marts/orders")).is_firing
    warned = one(policy("ASSET_CHECK_SEVERITY_WARN", asset_key="marts/orders", check_name="rows"))
    assert (warned.severity_hint, warned.is_firing) == ("warn", True)
    failed = one(policy("ASSET_MATERIALIZATION_FAILURE", asset_key="marts/orders"))
    fine = one(policy("ASSET_MATERIALIZATION_SUCCESS", asset_key="marts/orders"))
    assert (failed.title, fine.status) == ("Asset marts/orders failed to materialize", AlertStatus.RESOLVED)
    assert failed.fingerprint == fine.fingerprint
    assert one(policy("AGENT_UNAVAILABLE")).title == "AGENT_UNAVAILABLE in prod"
    assert nothing(policy("JOB_START", job_name="nightly"))


def prefect(state: str = "Failed", kind: str = "FAILED", subject: str = "flow-run") -> dict[str, Any]:
    return {
        "event": f"prefect.{subject}.{state}",
        "id": "01a1",
        "occurred": "2026-11-18T12:48:15Z",
        "resource": {
            "prefect.resource.id": f"prefect.{subject}.95b5a67d",
            "prefect.resource.name": "pastel-chamois" if subject == "flow-run" else "load-0a1",
            "prefect.state-name": state,
            "prefect.state-type": kind,
            "prefect.state-message": "ConnectError",
        },
        "related": [
            {
                "prefect.resource.id": "prefect.flow.6b22",
                "prefect.resource.role": "flow",
                "prefect.resource.name": "load-orders",
            },
            {"prefect.resource.id": "prefect.flow-run.95b5", "prefect.resource.role": "flow-run"},
            {"prefect.resource.id": "prefect.tag.domain:sales", "prefect.resource.role": "tag"},
        ],
        "payload": {},
    }


def test_prefect_counts_the_flow_and_not_the_name_of_its_run():
    signal = one(prefect())
    assert (signal.source, signal.title, signal.assets) == (
        "prefect",
        "Flow load-orders failed",
        ("load-orders",),
    )
    assert (signal.run, signal.domain, signal.excerpt) == ("95b5a67d", "sales", "ConnectError")
    fine = one(prefect("Completed", "COMPLETED"))
    assert (fine.status, fine.fingerprint) == (AlertStatus.RESOLVED, signal.fingerprint)
    assert one(prefect("Crashed", "CRASHED")).fingerprint == signal.fingerprint
    assert one(prefect("BadRows", "FAILED")).is_firing
    assert one(prefect("Late", "SCHEDULED")).symptom is Symptom.FRESHNESS


@pytest.mark.parametrize(
    "body",
    [
        prefect("Running", "RUNNING"),
        prefect("AwaitingRetry", "SCHEDULED"),
        prefect("Cancelled", "CANCELLED"),
        {"event": "prefect.block.created", "resource": {"prefect.resource.id": "prefect.block.1"}},
    ],
)
def test_other_events_of_prefect_are_nothing(body):
    assert nothing(body)


def test_a_task_of_prefect_is_told_apart_and_shares_the_run():
    signal = one(prefect(subject="task-run"))
    assert (signal.title, signal.run) == ("Task load of flow load-orders failed", "95b5")


def test_a_work_pool_of_prefect_that_is_not_ready_is_infrastructure():
    def pool(what: str) -> dict[str, Any]:
        resource = {"prefect.resource.id": "prefect.work-pool.1", "prefect.resource.name": "k8s"}
        return {"event": f"prefect.work-pool.{what}", "resource": resource}

    broken, ready = one(pool("not-ready")), one(pool("ready"))
    assert (broken.symptom, broken.title) == (Symptom.INFRA, "Work pool k8s is not ready")
    assert (ready.status, ready.fingerprint) == (AlertStatus.RESOLVED, broken.fingerprint)


@pytest.mark.parametrize(
    "body",
    [
        {
            "flow": {"name": "load-orders"},
            "flow_run": {"id": "9", "state": {"name": "Failed", "type": "FAILED"}},
        },
        {"flow_name": "load-orders", "flow_run_name": "odd-owl", "state": "Failed"},
        {"deployment_name": "load-orders", "flow_run_id": "9", "state_name": "Failed"},
        {"subject": "Prefect", "body": "Flow run load-orders/odd-owl observed in state `Failed` at 12:00."},
    ],
)
def test_templates_of_prefects_automations_are_read(body):
    assert recognised(body) == "prefect"
    assert one(body).title == "Flow load-orders failed"
    assert one(body).fingerprint == one(prefect()).fingerprint
