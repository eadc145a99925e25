"""Real webhook bodies are read as their index says; the folder lies beside the project, if at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.reading.read_payload import READERS, read_payload
from models.signal import Signal

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no folder of real samples beside the project")

#: Folders whose every file is in one of the tables below.
FOLDERS = [
    "airbyte", "aws", "bigquery", "cloudevents", "databricks", "dbt", "great_expectations",
    "openlineage", "openmetadata", "sentry", "snowflake", "soda",
]  # fmt: skip

#: What fires, in their order: file, source, symptom, asset. Of several signals each has its line.
_FIRING = """
airbyte/webhook_sync_failed_partial.json airbyte pipeline Connection
airflow/openlineage_task_fail_event.json openlineage pipeline process_employees.get_data
aws/cloudwatch_alarm_sns_payload_multiple_metrics.json aws infra TestInstance
aws/cloudwatch_alarm_sns_payload_single_metric.json aws infra TestInstance
databricks/webhook_job_on_failure.json databricks pipeline job_name
dbt/jaffle_shop_failed_build/run_results_v6_errors_and_skips.json dbt pipeline jaffle_shop.main.stg_order_items
dbt/jaffle_shop_failed_build/run_results_v6_errors_and_skips.json dbt pipeline jaffle_shop.main.stg_orders
dbt/ol_fail/run_results_model_error_skip.json dbt pipeline test_second_parallel_dbt_model
dbt/ol_no_test_metadata/run_results_two_test_fails.json dbt distribution -
dbt/ol_no_test_metadata/run_results_two_test_fails.json dbt distribution -
dbt/run_results_v4_one_error.json dbt pipeline test_insert_overwrite
dbt/sources_v3_error_airbnb_reviews.json dbt freshness airbnb.reviews
dbt/sources_v3_warn_airbnb.json dbt freshness airbnb.reviews
dbt/sources_v3_warn_raw_orders.json dbt freshness postgres_db.raw_orders
great_expectations/checkpoint_result_describe.json great_expectations volume titanic
great_expectations/slack_checkpoint_failure.json great_expectations distribution titanic
openlineage/airflow_process_employees_run.jsonl openlineage pipeline process_employees.get_data
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage pipeline jaffle_shop.main.stg_order_items
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage pipeline jaffle_shop.main.stg_orders
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage distribution jaffle_shop.main.orders
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage distribution jaffle_shop.main.order_items
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage distribution jaffle_shop.main.customers
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage distribution jaffle_shop.main.stg_customers
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage distribution jaffle_shop.main.stg_order_items
openlineage/dbt_jaffle_shop_failed_build.jsonl openlineage distribution jaffle_shop.main.stg_orders
openlineage/flink_fail_expected_pattern.json openlineage pipeline flink_failed_job
openmetadata/webhook_test_case_failed_change_event.json openmetadata distribution database.schema.table
sentry/webhook_issue_created.json sentry infra front-end
snowflake/task_failed_message.json snowflake pipeline AWS_UTEN_DPO_DB.AWS_UTEN_SC.UTEN_AWS_TK1
snowflake/task_failed_message.escaped.txt snowflake pipeline AWS_UTEN_DPO_DB.AWS_UTEN_SC.UTEN_AWS_TK1
soda/webhook_incident_created.json soda distribution -
"""  # noqa: E501

#: What is no alert: file, source, and how many things it says are fine.
_QUIET = """
airbyte/webhook_sync_succeeded_slack_and_data.json airbyte 1
aws/codepipeline_execution_state_change_event.json aws 0
aws/sns_event.json aws 0
bigquery/pubsub_push_transfer_run_finished.json bigquery 1
cloudevents/json_format_spec_example.json cloudevents 0
databricks/webhook_task_on_start.json databricks 0
dbt/sources_v3_pass.json dbt 0
great_expectations/slack_checkpoint_success.json great_expectations 1
openlineage/dataset_event.json openlineage 0
openlineage/event_full.json openlineage 1
openlineage/event_simple.json openlineage 1
openlineage/event_unicode_job_name.json openlineage 1
openlineage/example_full_event.json openlineage 1
openlineage/job_event.json openlineage 0
openlineage/marquez_food_delivery_events.json openlineage 13
soda/webhook_check_evaluation.json soda 1
soda/webhook_validate.json soda 0
"""

#: What no tool sends as an alert: a run event without a run, facets alone, dbt's manifests.
_NOBODYS = ("openlineage/invalid_event", "openlineage/facet_", "dbt/manifest", "manifest")


def _rows(table: str) -> list[list[str]]:
    return [row.split() for row in table.strip().split("\n")]


FIRING = _rows(_FIRING)
QUIET = _rows(_QUIET)


def _body(name: str) -> Any:
    words = (SAMPLES / name).read_text(encoding="utf-8")
    try:
        return json.loads(words)
    except ValueError:
        return words


def _read(name: str) -> tuple[str, tuple[Signal, ...]]:
    reading = read_payload(_body(name))
    return reading.source, reading.signals


@pytest.mark.parametrize("name", list(dict.fromkeys(name for name, *_ in FIRING)))
def test_a_real_alert_is_read_as_the_index_says(name):
    wanted = [tuple(rest) for each, *rest in FIRING if each == name]
    firing = [signal for signal in _read(name)[1] if signal.is_firing]
    assert [(each.source, each.symptom, (each.assets or ("-",))[0]) for each in firing] == wanted


@pytest.mark.parametrize(("name", "source", "fine"), QUIET)
def test_what_is_no_alert_says_at_most_that_something_is_fine(name, source, fine):
    found, signals = _read(name)
    assert (found, [each.status for each in signals]) == (source, ["resolved"] * int(fine))


def test_every_file_of_these_folders_is_in_a_table():
    told = {name for name, *_ in (*FIRING, *QUIET)}
    there = {str(path.relative_to(SAMPLES)) for folder in FOLDERS for path in (SAMPLES / folder).rglob("*.*")}
    rest = there - told
    assert {each for each in rest if not any(word in each for word in _NOBODYS)} == set()
    assert not told & rest


@pytest.mark.parametrize(
    "name", ["openlineage/invalid_event_no_run_id.json", "openlineage/facet_error_message.json"]
)
def test_what_no_tool_sends_as_an_alert_is_understood_by_nobody(name):
    reading = read_payload(_body(name))
    assert (reading.signals, reading.unreadable) == ((), True)


def test_one_reader_recognises_each_body():
    for name in {name for name, *_ in (*FIRING, *QUIET) if not name.startswith("great_expectations/slack")}:
        if isinstance(body := _body(name), dict):
            assert [source for source, reader in READERS.items() if reader.recognises(body)] == [
                _read(name)[0]
            ]


def test_samples_of_rows_and_long_stacks_are_not_carried_over():
    for name in {name for name, *_ in FIRING}:
        for signal in _read(name)[1]:
            assert "partial_unexpected" not in (signal.excerpt or "")
            assert "Traceback" not in (signal.excerpt or "")
