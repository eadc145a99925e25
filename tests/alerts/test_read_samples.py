"""Real messages of real tools are read as their index says; the folder lies beside the project, if at all."""

import json
from pathlib import Path

import pytest

from bot.alerts.reading.read_message import read_message
from models.signal import Signal

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no folder of real samples beside the project")

#: File (its folder is the source), status, symptom, severity hint, and what the alert is about; `-` for none.
_TABLE = """
elementary/slack_dbt_test_error firing distribution error test_table
elementary/slack_dbt_test_fail firing distribution fail test_table
elementary/slack_dbt_test_warn firing distribution warn test_table
elementary/slack_dbt_test_fail_minimal firing distribution fail -
elementary/slack_anomaly_fail firing distribution fail test_table
elementary/slack_anomaly_warn firing distribution warn -
elementary/slack_model_error firing pipeline error test_model
elementary/slack_snapshot_error firing pipeline error test_snapshot
elementary/slack_source_freshness_error firing freshness error test_db.test_schema.test_identifier
elementary/slack_source_freshness_runtime_error firing pipeline runtime test_db.test_schema.test_identifier
elementary/slack_group_by_table_40_issues firing pipeline error test_model_unique_id
elementary/slack_alerts_group_mixed firing pipeline error test_model
great_expectations/slack_checkpoint_failure firing distribution - titanic
great_expectations/slack_checkpoint_success resolved distribution - titanic_pclass
airflow/slack_notifier_task_failed firing pipeline - mytask
airflow/slack_notifier_dag_failed firing pipeline - slack_notifier_testing
airflow/slack_webhook_task_failed firing pipeline - process_employees.get_data
airflow/slack_webhook_here_mention firing pipeline - process_employees_pennyq.get_data
dagster/slack_run_failure_sensor firing pipeline - topstory_ids
dagster/slack_on_failure_hook firing pipeline - hello_cereals
prefect/slack_flow_failed_default_template firing pipeline - show-stars
prefect/slack_flow_completed_default_template resolved pipeline - hello
alertmanager/slack_firing_default firing infra - -
alertmanager/slack_firing_with_text firing infra critical -
alertmanager/slack_resolved_default resolved infra - -
alertmanager/slack_as_read_back_default firing infra warning -
grafana/slack_firing_with_image firing infra - -
"""

_HINTS = {"runtime": "runtime error"}

READINGS = [
    [None if word == "-" else _HINTS.get(word, word) for word in row.split()]
    for row in _TABLE.split("\n")
    if row
]


def _read(name: str) -> tuple[Signal, ...]:
    return read_message(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "status", "symptom", "hint", "asset"), READINGS)
def test_a_real_message_is_read_as_the_index_says(name, status, symptom, hint, asset):
    [signal] = _read(name)
    source = name.partition("/")[0]
    assert (signal.source, signal.status, signal.symptom, signal.severity_hint) == (
        source,
        status,
        symptom,
        hint,
    )
    assert (signal.assets[0] if signal.assets else None) == asset


def test_every_posted_alert_of_the_folder_is_in_the_table():
    there = {str(path.relative_to(SAMPLES).with_suffix("")) for path in SAMPLES.glob("*/slack_*.json")}
    assert there - {name for name, *_ in READINGS} == set()


def test_broken_and_fine_again_of_one_group_are_the_same_alert():
    firing, with_text, resolved = (
        _read(f"alertmanager/slack_{which}")[0].fingerprint
        for which in ("firing_default", "firing_with_text", "resolved_default")
    )
    assert firing == with_text == resolved


def test_a_message_about_many_tables_names_each_once():
    [signal] = _read("elementary/slack_alerts_group_mixed")
    assert "test_table_7" in signal.assets
    assert len(set(signal.assets)) == len(signal.assets) == 11


def test_personal_samples_of_rows_are_not_carried_over():
    [signal] = _read("elementary/slack_dbt_test_error")
    assert signal.excerpt == "Test error message"


@pytest.mark.parametrize("name", ["bot_message_event_payload", "user_message_event_payload"])
def test_small_talk_is_no_alert(name):
    event = json.loads((SAMPLES / "slack_events" / f"{name}.json").read_text(encoding="utf-8"))["event"]
    assert read_message(event) == ()


def test_a_sync_that_succeeded_is_no_alert():
    assert _read("airbyte/webhook_sync_succeeded_slack_and_data") == ()
