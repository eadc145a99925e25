"""Messages of each tool, and of tools that nobody knows, are read for what they say."""

from bot.alerts.reading.read_message import read_message
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom
from tests.alerts.posts import (
    airflow,
    alertmanager,
    elementary,
    great_expectations,
    header,
    posted,
    section,
    webhook,
)


def one(message) -> Signal:
    [signal] = read_message(message)
    return signal


def test_elementary_says_test_table_severity_and_result():
    signal = one(elementary())
    assert signal.title == '"unique_orders_id" test failed on fct_orders'
    assert (signal.source, signal.severity_hint, signal.symptom) == (
        "elementary",
        "error",
        Symptom.DISTRIBUTION,
    )
    assert signal.assets == ("analytics.marts.fct_orders",)
    assert signal.excerpt == "Got 12 results, configured to fail if != 0"
    assert signal.started_at.isoformat() == "2026-11-18T09:55:02+00:00"


def test_the_name_of_an_elementary_test_may_say_what_was_counted():
    assert one(elementary(test="volume_anomalies")).symptom is Symptom.VOLUME
    assert one(elementary(test="freshness_anomalies")).symptom is Symptom.FRESHNESS
    assert one(elementary(test="schema_changes")).symptom is Symptom.SCHEMA


def test_the_same_test_is_the_same_alert_whether_it_fails_or_warns():
    assert one(elementary("Error")).fingerprint == one(elementary("Warning")).fingerprint
    assert one(elementary()).fingerprint != one(elementary(table="fct_refunds")).fingerprint


def test_airflow_is_told_apart_by_dag_and_task_not_by_run():
    first, again = one(airflow(run="19")), one(airflow(run="20"))
    assert first.fingerprint == again.fingerprint
    assert first.fingerprint != one(airflow(task="publish")).fingerprint
    assert first.title == "Task load_orders of DAG ingest_orders failed"
    assert first.assets == ("ingest_orders.load_orders",)
    assert "&amp;" not in first.link


def test_airflows_newer_addresses_name_the_task_in_the_path():
    url = "https://af.example.org/dags/ingest/runs/manual__2026-11-18/tasks/load?try_number=1"
    assert one(webhook("airflow", text=f"Something failed: {url}")).assets == ("ingest.load",)


def test_a_task_that_succeeds_again_recovers():
    message = airflow()
    message["text"] = message["text"].replace(
        ":red_circle: Task Failed.", ":large_green_circle: Task Succeeded."
    )
    assert one(message).status is AlertStatus.RESOLVED
    assert one(message).fingerprint == one(airflow()).fingerprint


def test_a_group_of_alerts_is_the_same_however_many_fire():
    assert one(alertmanager("FIRING:2")).fingerprint == one(alertmanager("FIRING:5")).fingerprint
    resolved = one(alertmanager("RESOLVED"))
    assert resolved.status is AlertStatus.RESOLVED
    assert resolved.fingerprint == one(alertmanager()).fingerprint


def test_alertmanager_is_about_infrastructure_unless_its_words_are_about_data():
    assert one(alertmanager(name="DiskRunningFull")).symptom is Symptom.INFRA
    assert one(alertmanager(name="OrdersTableStale")).symptom is Symptom.FRESHNESS
    assert one(alertmanager(common="warehouse warning")).severity_hint == "warning"


def test_two_attachments_with_two_alerts_are_two_alerts():
    message = alertmanager(name="One")
    message["attachments"] += alertmanager(name="Two")["attachments"]
    assert [signal.title for signal in read_message(message)] == ["One", "Two"]


def test_a_checkpoint_says_which_assets_failed_and_which_did_not():
    failed, met = read_message(great_expectations(invoices="11 of 14", lines="9 of 9"))
    assert (failed.assets, failed.status) == (("invoices",), AlertStatus.FIRING)
    assert (met.assets, met.status) == (("lines",), AlertStatus.RESOLVED)
    assert one(great_expectations("Success", invoices="14 of 14")).fingerprint == failed.fingerprint


def test_dagster_names_the_steps():
    run = posted("Dagster", text="", blocks=[
        section('*Job "nightly" failed. `81acc00f`*'),
        section("Error: ```Execution of run for \"nightly\" failed. Steps failed: ['orders', 'refunds'].```"),
        {"type": "actions", "elements": [{"type": "button", "url": "https://d.example.org/runs/1"}]},
    ])  # fmt: skip
    signal = one(run)
    assert (signal.source, signal.assets, signal.link) == (
        "dagster",
        ("orders", "refunds"),
        "https://d.example.org/runs/1",
    )
    assert signal.severity_hint is None


def test_prefect_is_told_apart_by_flow_and_state():
    def message(run, state):
        text = f"Flow run sync-orders/{run} entered state {state} at 2026-11-18.\nState message: boom"
        return webhook(
            "Prefect Notifications", attachments=[{"title": "Prefect flow run notification", "text": text}]
        )

    assert one(message("red-fox", "Failed")).fingerprint == one(message("blue-owl", "Completed")).fingerprint
    assert one(message("blue-owl", "Completed")).status is AlertStatus.RESOLVED
    assert one(message("red-fox", "Crashed")).excerpt == "boom"
    assert read_message(message("red-fox", "Running")) == ()


def test_dbt_cloud_pairs_a_failed_run_with_the_next_that_succeeds():
    def message(number, ended, colour):
        title = f'Run #{number} of job "Daily build" {ended}'
        url = f"https://cloud.getdbt.example/deploy/1/projects/2/runs/{number}"
        return posted(
            "dbt Cloud", text=title, attachments=[{"color": colour, "title": title, "title_link": url}]
        )

    failed, fine = one(message(1, "errored", "danger")), one(message(2, "succeeded", "good"))
    assert failed.fingerprint == fine.fingerprint
    assert (failed.status, fine.status) == (AlertStatus.FIRING, AlertStatus.RESOLVED)
    assert failed.title == "Job Daily build failed"
    assert read_message(message(3, "was cancelled", "danger")) == ()


def test_datadog_says_its_state_first():
    def message(title):
        link = "https://app.datadoghq.com/monitors/309811?group=host"
        return posted("Datadog", attachments=[{"title": title, "title_link": link, "text": "Rows per hour"}])

    triggered, recovered = (
        one(message("[P1] [Triggered] Orders feed is quiet")),
        one(message("Recovered: Orders feed is quiet")),
    )
    assert triggered.fingerprint == recovered.fingerprint
    assert (triggered.severity_hint, recovered.status) == ("p1", AlertStatus.RESOLVED)
    assert one(message("Warn: Orders feed is quiet")).severity_hint == "warn"


def test_pagerduty_is_read_when_it_triggers_and_resolves():
    def message(words):
        return posted(
            "PagerDuty", text=f"{words} <https://acme.pagerduty.com/incidents/PT4KHLK|Orders are late>"
        )

    triggered, resolved = one(message("Triggered #42:")), one(message("Resolved #42:"))
    assert triggered.fingerprint == resolved.fingerprint
    assert resolved.status is AlertStatus.RESOLVED
    assert read_message(message("Acknowledged #42:")) == ()


def test_monte_carlos_closing_status_is_a_recovery():
    def message(status):
        blocks = [
            header("Volume anomaly: db:raw.pages"),
            section(None, "*Severity*\nSEV-2", f"*Status*\n{status}", "*Table*\n`db:raw.pages`"),
        ]
        return posted("Monte Carlo", blocks=blocks)

    assert (one(message("No status")).symptom, one(message("No status")).assets) == (
        Symptom.VOLUME,
        ("db:raw.pages",),
    )
    assert one(message("Fixed")).status is AlertStatus.RESOLVED
    assert one(message("Fixed")).fingerprint == one(message("Investigating")).fingerprint


def test_a_soda_check_that_passes_again_recovers():
    def message(outcome):
        return posted(
            "Soda",
            text=f"Check freshness of orders: {outcome}",
            blocks=[
                header("Check failed: freshness of orders"),
                section(f"*Outcome:* {outcome}\n*Dataset:* orders"),
            ],
        )

    assert (one(message("fail")).source, one(message("fail")).symptom) == ("soda", Symptom.FRESHNESS)
    assert one(message("pass")).status is AlertStatus.RESOLVED
    assert one(message("pass")).fingerprint == one(message("fail")).fingerprint
