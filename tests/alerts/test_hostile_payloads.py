"""Whatever a body holds, reading it never fails, never takes long, and gives plain, bounded words."""

import json
import re
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.reading.read_payload import READERS, PayloadReading, read_payload
from tests.alerts.test_payloads_monitoring import datadog, group, legacy, prometheus, unified
from tests.alerts.test_payloads_orchestrators import CONTEXTS, dagster, prefect
from tests.alerts.test_payloads_paging import opsgenie, pagerduty
from tests.alerts.test_payloads_pipelines import dbt, monte_carlo
from tests.alerts.test_read_payload import FORM

REAL: list[Any] = [
    group(prometheus(severity="critical", table="orders")), unified(), legacy(), datadog(), pagerduty(),
    {"messages": [{"event": "incident.trigger", "incident": pagerduty()["event"]["data"]}]},
    opsgenie(), dbt(), monte_carlo(), *CONTEXTS.values(), dagster(), prefect(), FORM, {"alerts": [FORM]},
    {"event_type": "ASSET_CHECK_SEVERITY_ERROR", "asset_key": ["a", "b"], "check_name": "c"},
]  # fmt: skip
WORDS = [
    "failed", "firing", "<!channel>", "<http://a|b>", "https://a@b/c", "\x00", "\ud800", "\u202e", "a\nb",
    "9" * 400, "0001-01-01T00:00:00Z", "99999-99-99T99:99:99Z", "%%%", "[Triggered on {", "<DAG: ",
    "x" * 5_000,
]  # fmt: skip

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS)
)
keys = st.sampled_from(
    sorted({key for body in REAL for key in re.findall(r'"(\w[\w.-]*)":', json.dumps(body))})
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def check(reading: PayloadReading) -> None:
    assert bool(reading.signals) != bool(reading.ignored)
    for signal in reading.signals:
        words = (
            signal.title,
            signal.source,
            signal.owner,
            signal.domain,
            signal.run,
            signal.rule,
            *signal.assets,
        )
        assert signal.title.strip()
        assert len(signal.title) <= 300
        assert len(signal.assets) <= 50
        assert len(signal.excerpt or "") <= 2_000
        assert len(signal.fingerprint) <= 80
        for each in (*words, signal.severity_hint):
            assert each is None or len(each) <= 300
            assert not any(unicodedata.category(char) in {"Cs", "Cc"} for char in each or "")
        for link in (signal.link, signal.run_link, signal.test_link):
            assert link is None or re.fullmatch(r"https?://[^\s<>|@\"`]+(?:[/?#][^\s<>|\"`]*)?", link, re.I)


def damaged(value: Any, at: list[int], by: Any) -> Any:
    """Replace one thing somewhere inside, or cut it short."""
    if not at:
        return by
    turn, *rest = at
    if isinstance(value, dict) and value:
        key = sorted(value)[turn % len(value)]
        return {**value, key: damaged(value[key], rest, by)}
    if isinstance(value, list) and value:
        place = turn % len(value)
        return [*value[:place], damaged(value[place], rest, by), *value[place + 1 :]]
    return value[: turn % (len(value) + 1)] if isinstance(value, str) else by


@settings(max_examples=150)
@given(st.sampled_from(REAL), st.lists(st.integers(0, 30), max_size=6), anything)
def test_a_body_damaged_anywhere_is_read_or_kept_as_unreadable(body, at, by):
    broken = damaged(body, at, by)
    check(read_payload(broken))
    check(read_payload(broken, "acme"))


@settings(max_examples=60)
@given(anything)
def test_no_reader_fails_over_any_json(body):
    for source, reader in READERS.items():
        assert reader.recognises(body) in {True, False}
        check(read_payload(body, source))
    check(read_payload([body, body]))


def nested(depth: int) -> Any:
    body: Any = {"status": "firing", "title": "x"}
    for _ in range(depth):
        body = {"alerts": [body], "event": body, "data": body, "context": body, "labels": body}
    return body


def test_bodies_nested_without_end_and_lists_without_end_are_read_quickly():
    long = {"status": "firing", "groupKey": "k", "alerts": [prometheus(dev=str(at)) for at in range(1_200)]}
    many = {f"key {at}": "failed" for at in range(5_000)}
    started = time.process_time()
    for body in (nested(200), long, many, {**FORM, "assets": ["a"] * 50_000}, [FORM] * 1_200):
        check(read_payload(body))
        check(read_payload(body, "acme"))
    for source in READERS:
        check(read_payload(nested(200), source))
        check(read_payload(many, source))
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "piece", ["a", "a.b ", "[![", "](", "%%%", "@a ", "on {", "<DAG: ", "<", "1:", "failed "]
)
def test_long_repetitive_text_is_read_quickly(piece):
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    for body in (datadog(TEXT_ONLY_MSG=text, ALERT_TITLE=text), {"dag": text, "ti": text, "run_id": text}):
        check(read_payload(body))
    check(read_payload({"title": text, "message": text}, "acme"))
    check(read_payload({"subject": text, "body": f"Flow run {text}"}))
    assert time.process_time() - started < 1
