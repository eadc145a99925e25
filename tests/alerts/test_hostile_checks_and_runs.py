"""Bodies of checks, runs and envelopes, broken anywhere: read or refused, never raised over, never slow."""

import base64
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.reading.read_payload import read_payload
from tests.alerts.test_hostile_payloads import anything, check, damaged
from tests.alerts.test_payloads_checks import soda, unmet, validation
from tests.alerts.test_payloads_clouds import TASK, job, pushed, transfer
from tests.alerts.test_payloads_envelopes import (
    SODA,
    alarm,
    alarm_event,
    cloud_event,
    eventbridge,
    from_queue,
    sns,
    to_function,
)
from tests.alerts.test_payloads_openmetadata_and_dbt import change, node, run_results, sources
from tests.alerts.test_payloads_runs import PARENT, event, sync
from tests.alerts.test_payloads_sentry import ISSUE, sentry

CHECKPOINT = {
    "success": False,
    "run_results": {"ValidationResultIdentifier::a/b/c/d": validation(unmet("x"))},
}

REAL: list[Any] = [
    CHECKPOINT,
    validation(unmet("expect_column_to_exist")),
    soda(),
    change(),
    sync(),
    job("on_failure"),
    {
        "event": "incidentCreated",
        "incident": {"id": "1", "title": "t", "checkResults": soda()["checkResults"]},
    },
    run_results(node("model.shop.a", "error"), node("test.shop.b.c", "pass")),
    sources("warn"),
    event("FAIL", parent=PARENT, errorMessage={"message": "no"}),
    [event("FAIL"), event("COMPLETE")],
    TASK,
    pushed(TASK),
    transfer("FAILED"),
    pushed(transfer("FAILED")),
    alarm(),
    sns(alarm()),
    alarm_event("ALARM"),
    to_function(alarm(), TASK),
    from_queue(alarm()),
    eventbridge("aws.glue", "Glue Job State Change", state="FAILED"),
    cloud_event("a.failed", {"message": "m"}),
    cloud_event(data=SODA),
    sentry("created", issue=ISSUE),
    sentry("critical", metric_alert={"id": "1", "alert_rule": {"name": "r"}}),
    {
        "id": "1",
        "project": "p",
        "culprit": "c",
        "url": "https://sentry.example.org/issues/1/",
        "event": {"a": 1},
    },
]


@settings(max_examples=150)
@given(st.sampled_from(REAL), st.lists(st.integers(0, 30), max_size=7), anything)
def test_a_body_damaged_anywhere_is_read_or_kept_as_unreadable(body, at, by):
    broken = damaged(body, at, by)
    check(read_payload(broken))
    check(read_payload(sns(json.dumps(broken))))
    check(read_payload(cloud_event(data=broken)))


@settings(max_examples=60)
@given(st.text() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
def test_whatever_a_message_bus_carries_as_text_is_read_or_kept(text):
    for body in (
        text,
        sns(text),
        {"message": {"data": text}},
        cloud_event(data=text),
        {**cloud_event(), "data": text},
    ):
        check(read_payload(body))


@pytest.mark.parametrize(
    "text", ["[" * 200_000, '{"a":' * 100_000, '{\\"' * 100_000, '"' * 9, "9" * 9_000, "NaN"]
)
def test_text_that_nests_without_end_has_an_end(text):
    packed = base64.b64encode(text.encode()).decode()
    started = time.process_time()
    for body in (text, sns(text), {"message": {"data": packed}}, cloud_event(data=text)):
        check(read_payload(body))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "piece", ["a", "a.", '"', "connection a from ", "/checks/", "checks for \n", "<#E::table::", "-", "x/"]
)
def test_long_repetitive_words_are_read_quickly(piece):
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    for body in (
        soda(definition=text, name=None, sodaCloudUrl=text),
        change(fqn=text, entityLink=text),
        {"text": f"airbyte {text}", "data": {"connection": {"name": text}, "success": False}},
        {"text": f"airbyte connection {text}"},
        cloud_event(f"{text}.failed", subject=text),
        event("FAIL", job=text, airflow={"dag": {"tags": text}}) | {"schemaURL": text},
        alarm(AlarmName=text, AlarmDescription=text),
        run_results(node(f"test.shop.{text}", "fail", message=text)),
        transfer("FAILED", run="r") | {"name": text},
    ):
        check(read_payload(body))
    assert time.process_time() - started < 2


def test_a_thousand_results_in_one_body_are_read_quickly():
    body = run_results(
        *(node(f"model.shop.m{number}", "error", message="x" * 500) for number in range(1_000))
    )
    started = time.process_time()
    assert len(read_payload(body).signals) == 1_000
    assert time.process_time() - started < 1
