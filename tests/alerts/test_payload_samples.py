"""Real webhooks of real tools are read as their index says; the folder lies beside the project, if at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.reading.read_payload import READERS, PayloadReading, read_payload

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no folder of real samples beside the project")

#: File (its folder is the source), how many alerts, and of the first its status, symptom, severity hint
#: and asset; `-` for none, `_` for a space.
_TABLE = """
alertmanager/webhook_v4_firing_six 6 firing infra - -
alertmanager/webhook_v4_firing_some_resolved 6 resolved infra - -
alertmanager/webhook_v4_resolved 6 resolved infra - -
grafana/webhook_v11_firing 1 firing infra - -
grafana/webhook_v9_resolved 1 resolved infra - -
datadog/webhook_triggered_host_monitor 1 firing infra - -
datadog/webhook_custom_template_triggered 1 firing infra p1 -
dbt_cloud/webhook_job_run_errored 1 firing pipeline - dbt_Vault
dbt_cloud/webhook_job_run_completed_success 1 resolved pipeline - Daily_Job_(dbt_build)
dbt_cloud/webhook_job_run_started 0 - - - -
dbt_cloud/webhook_2023_beta_job_run_errored 1 firing pipeline - dbt_Vault
monte_carlo/webhook_custom_rule_breach 1 firing distribution - -
pagerduty/webhook_v3_incident_triggered 1 firing - high pig208
opsgenie/webhook_create 1 firing - p3 Server
prefect/event_flow_run_failed 1 firing pipeline - show-stars
"""

READINGS = [
    [
        None if word == "-" else word.replace("_", " ") if at > 1 else word
        for at, word in enumerate(row.split())
    ]
    for row in _TABLE.split("\n")
    if row
]


def body_of(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def reading_of(name: str) -> PayloadReading:
    return read_payload(body_of(name))


@pytest.mark.parametrize(("name", "count", "status", "symptom", "hint", "asset"), READINGS)
def test_a_real_webhook_is_read_as_the_index_says(name, count, status, symptom, hint, asset):
    reading, source = reading_of(name), name.partition("/")[0]
    assert (reading.source, len(reading.signals), reading.unreadable) == (source, int(count), False)
    assert bool(reading.ignored) == (count == "0")
    for signal in reading.signals[:1]:
        assert (signal.source, signal.status, signal.symptom, signal.severity_hint) == (
            source,
            status,
            symptom,
            hint,
        )
        assert (signal.assets[0] if signal.assets else None) == asset
    assert read_payload(body_of(name), source) == reading


def test_exactly_one_reader_recognises_each_webhook():
    webhooks = [*SAMPLES.glob("*/webhook_*.json"), *SAMPLES.glob("*/*event*.json")]
    for path in webhooks:
        if path.parent.name == "slack_events":
            continue
        body = json.loads(path.read_text(encoding="utf-8"))
        assert len([name for name, reader in READERS.items() if reader.recognises(body)]) == 1, path


def test_no_reader_takes_a_slack_message_or_a_file_of_lineage_for_its_own():
    for path in [*SAMPLES.glob("*/slack_*.json"), *SAMPLES.glob("slack_events/*.json")]:
        body = json.loads(path.read_text(encoding="utf-8"))
        assert [name for name, reader in READERS.items() if reader.recognises(body)] == [], path
    for name in ("dbt/manifest_v9_jaffle_shop", "openlineage/facet_error_message"):
        assert read_payload(body_of(name)).signals == (), name


def test_each_alert_of_a_real_group_counts_by_its_own_status_and_keeps_its_fingerprint():
    def marks(name: str, status: str) -> set[str]:
        signals = reading_of(f"alertmanager/{name}").signals
        return {signal.fingerprint for signal in signals if signal.status == status}

    firing, mixed = (
        marks("webhook_v4_firing_six", "firing"),
        marks("webhook_v4_firing_some_resolved", "resolved"),
    )
    assert (len(firing), len(mixed)) == (6, 2)
    assert mixed < firing
    assert marks("webhook_v4_resolved", "resolved") == firing
    hints = [signal.severity_hint for signal in reading_of("alertmanager/webhook_v4_firing_six").signals]
    assert sorted(hint for hint in hints if hint) == ["critical", "warning"]


def test_a_real_success_of_dbt_cloud_resolves_the_failure_of_the_same_job():
    marks = {
        reading_of(f"dbt_cloud/webhook_{name}").signals[0].fingerprint
        for name in ("job_run_errored", "job_run_completed_success", "2023_beta_job_run_errored")
    }
    assert len(marks) == 1


def test_a_real_host_monitor_names_its_monitor_and_its_host():
    [signal] = reading_of("datadog/webhook_triggered_host_monitor").signals
    assert (signal.rule, signal.title) == ("309811", "Dock is almost out of memory... on host:i-3b93aafb")
    again = {**body_of("datadog/webhook_triggered_host_monitor"), "event_id": "1", "date": "1448439999000"}
    assert read_payload(again).signals[0].fingerprint == signal.fingerprint


def test_prefect_by_event_and_by_slack_is_the_same_alert():
    [by_event] = reading_of("prefect/event_flow_run_failed").signals
    [by_slack] = reading_of("prefect/slack_flow_failed_default_template").signals
    assert by_event.fingerprint == by_slack.fingerprint


@pytest.mark.parametrize("name", ["bot_message_event_payload", "user_message_event_payload"])
def test_small_talk_in_a_real_envelope_is_no_alert(name):
    assert reading_of(f"slack_events/{name}").signals == ()
