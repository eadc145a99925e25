"""Webhooks of orchestrators and data observability tools, written after their formats, are read well."""

from typing import Any

import pytest

from bot.alerts.reading.read_payload import read_payload
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom


def one(body: Any, source: str | None = None) -> Signal:
    [signal] = read_payload(body, source).signals
    return signal


def nothing(body: Any, source: str | None = None) -> bool:
    """The tool's, and no alert."""
    reading = read_payload(body, source)
    return reading.signals == () and not reading.unreadable and bool(reading.ignored)


# dbt Cloud


def dbt(
    event: str = "job.run.errored", status: str = "Errored", code: int | None = 20, **run: Any
) -> dict[str, Any]:
    data = {
        "jobId": "77",
        "jobName": "Nightly build",
        "runId": "9001",
        "projectName": "Northwind",
        "environmentName": "Production",
        "runStatus": status,
        "runStatusCode": code,
        "runStatusMessage": "None",
        "runReason": "Kicked off by ana@example.org",
        "runStartedAt": "2026-11-18T05:00:00Z",
        **run,
    }
    return {"accountId": 4, "eventId": "wev_1", "eventType": event, "webhookName": "w", "data": data}


def test_both_events_of_one_failed_dbt_run_are_one_alert_and_a_success_resolves_it():
    errored = one(dbt(runErroredAt="2026-11-18T05:09:00Z"))
    completed = one(dbt("job.run.completed"))
    fine = one(dbt("job.run.completed", "Success", 10, runId="9002", jobName="Nightly build (new name)"))
    assert errored.fingerprint == completed.fingerprint == fine.fingerprint
    assert (errored.title, errored.assets, errored.run) == (
        "Job Nightly build failed",
        ("Nightly build",),
        "9001",
    )
    assert (errored.symptom, errored.severity_hint) == (Symptom.PIPELINE, None)
    assert fine.status is AlertStatus.RESOLVED
    assert "ana@" not in errored.excerpt
    assert one(dbt(jobId="78")).fingerprint != errored.fingerprint


def test_an_older_dbt_body_without_a_code_is_read_by_its_word():
    assert one(dbt(code=None)).is_firing
    assert not one(dbt("job.run.completed", "Success", None)).is_firing


@pytest.mark.parametrize(
    "body",
    [
        dbt("job.run.started", "Running", 3),
        dbt("job.run.completed", "Cancelled", 30),
        {"accountId": 4, "eventType": "job.run.completed", "data": {}},
        dbt("job.run.completed", "", None),
    ],
)
def test_runs_that_start_or_are_cancelled_and_tries_of_the_endpoint_are_nothing(body):
    assert nothing(body)


# Monte Carlo


def monte_carlo(kind: str = "open_anomaly_incident", **payload: Any) -> dict[str, Any]:
    inner = {
        "event_list": [{"table_name": "orders", "event_type": "fresh_anom"}],
        "group_id": "prod:marts",
        "incident_id": "f83867b6-0000-4000-8000-08518f63384c",
        "url": "https://getmontecarlo.com/incidents/f83867b6",
        **payload,
    }
    return {"account": {"id": "a"}, "action": "incident", "type": kind, "version": "v0.1", "payload": inner}


@pytest.mark.parametrize(
    ("event", "symptom"),
    [
        ("fresh_anom", Symptom.FRESHNESS),
        ("size_diff", Symptom.VOLUME),
        ("delta_schema", Symptom.SCHEMA),
        ("dist_anom", Symptom.DISTRIBUTION),
        (None, Symptom.DISTRIBUTION),
    ],
)
def test_monte_carlo_says_table_and_kind(event, symptom):
    signal = one(monte_carlo(event_list=[{"table_name": "orders", "event_type": event}]))
    assert (signal.source, signal.symptom, signal.assets) == ("monte_carlo", symptom, ("prod:marts.orders",))
    assert signal.title == f"{symptom.value.capitalize()} anomaly on prod:marts.orders"


def test_an_update_of_monte_carlo_repeats_its_incident_until_it_is_over():
    opened = one(monte_carlo())
    worked_on = one(monte_carlo(alert_feedback="investigating", declared_alert_severity="SEV-1"))
    assert opened.fingerprint == worked_on.fingerprint
    assert (worked_on.is_firing, worked_on.severity_hint) == (True, "sev-1")
    for word in ("fixed", "expected", "no_action_needed", "false_positive", "Fixed"):
        over = one(monte_carlo(alert_feedback=word, owner="ben@example.org", event_list=[]))
        assert (over.status, over.fingerprint) == (AlertStatus.RESOLVED, opened.fingerprint)


def test_a_rule_of_monte_carlo_may_stand_beside_the_events_or_within_them():
    rule = {"uuid": "r-1", "description": "no refunds above 10 k", "rule_type": "custom_sql"}
    data = {"metric_display_name": "refunds", "hits": [{"value": "12"}]}
    inside = monte_carlo(
        "open_custom_rule_anomaly_incident", event_list=[{"rule": rule, "data": data}], group_id=None
    )
    beside = monte_carlo("open_custom_rule_anomaly_incident", rule=rule, event_list=[{"table_name": None}])
    assert one(inside).rule == one(beside).rule == "r-1"
    assert one(inside).title == "Rule no refunds above 10 k is breached"
    assert (one(inside).excerpt, one(inside).assets) == ("refunds 12", ())


def test_many_tables_of_one_incident_are_each_named():
    events = [{"table_name": name} for name in ("orders", "refunds", "orders", "stage:raw.items")]
    assert one(monte_carlo(event_list=events)).assets == (
        "prod:marts.orders",
        "prod:marts.refunds",
        "stage:raw.items",
    )


# Airflow


# Dagster


# Prefect
