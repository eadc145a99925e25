"""Whose a body is, and what becomes of one that nobody knows."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.reading.payloads.generic import KEYS
from bot.alerts.reading.read_payload import read_payload, recognised
from models.vocabulary import AlertStatus, Symptom
from tests.alerts import posts
from tests.alerts.test_payloads_monitoring import group, legacy, one, prometheus, unified
from tests.alerts.test_payloads_orchestrators import airflow, dagster, prefect
from tests.alerts.test_payloads_paging import opsgenie, pagerduty
from tests.alerts.test_payloads_pipelines import dbt, monte_carlo

FORM = {
    "title": "Orders are late",
    "status": "firing",
    "severity": "critical",
    "symptom": "freshness",
    "assets": ["marts.orders", "marts.refunds"],
    "owner": "core-data",
    "domain": "sales",
    "run": "8123",
    "rule": "max_age",
    "link": "https://checks.example.org/8123",
    "excerpt": "Last load 9 h ago",
    "started_at": "2026-11-18T08:00:00Z",
    "fingerprint": "orders-late",
}

BODIES = {
    "alertmanager": group(prometheus()),
    "grafana": unified(),
    "pagerduty": pagerduty(),
    "opsgenie": opsgenie(),
    "dbt_cloud": dbt(),
    "monte_carlo": monte_carlo(),
    "airflow": airflow(),
    "dagster": dagster(),
    "prefect": prefect(),
    "generic": FORM,
}


@pytest.mark.parametrize("source", BODIES)
def test_a_webhook_is_recognised_without_saying_whose_it_is(source):
    assert recognised(BODIES[source]) == source
    assert read_payload(BODIES[source]) == read_payload(BODIES[source], source)


def test_our_own_form_says_everything_in_its_own_keys():
    signal = one(FORM)
    assert (signal.source, signal.title, signal.symptom) == ("generic", "Orders are late", Symptom.FRESHNESS)
    assert (signal.assets, signal.owner, signal.domain) == (
        ("marts.orders", "marts.refunds"),
        "core-data",
        "sales",
    )
    assert (signal.run, signal.rule, signal.severity_hint) == ("8123", "max_age", "critical")
    assert signal.identity == ("orders-late",)
    assert one({**FORM, "status": "resolved", "title": "Fine"}).fingerprint == signal.fingerprint


def test_our_own_form_needs_no_more_than_a_title():
    signal = one({"title": "3 missing rows in orders"})
    assert (signal.status, signal.symptom) == (AlertStatus.FIRING, Symptom.VOLUME)
    assert signal.fingerprint == one({"title": "5 missing rows in orders"}).fingerprint
    assert signal.fingerprint != one({"title": "3 missing rows in refunds"}).fingerprint


def test_the_page_on_our_own_form_names_every_key_and_its_examples_are_read():
    page = (Path(__file__).parents[2] / "docs" / "alert-form.md").read_text(encoding="utf-8")
    assert {key for key in KEYS if f"`{key}`" in page} == KEYS - {"asset"}
    form, airflow_s = (json.loads(found) for found in re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    assert (recognised(form), recognised(airflow_s)) == ("generic", "airflow")
    assert form.keys() <= KEYS
    assert one(form).severity_hint == "critical"


def test_several_alerts_come_in_one_body():
    late, fine = read_payload({"alerts": [FORM, {"title": "B", "status": "ok"}]}).signals
    assert (late.title, fine.status) == ("Orders are late", AlertStatus.RESOLVED)
    assert read_payload({"alerts": []}, "generic").signals == ()


def test_other_keys_of_our_own_form_say_nothing_and_a_state_that_is_no_news_is_none():
    signal = one({**FORM, "channel": "<!channel>", "blocks": [1]}, "generic")
    assert signal == one(FORM)
    assert read_payload({"title": "x", "status": "acknowledged"}, "generic").signals == ()


def test_what_a_known_tool_is_not_known_to_send_is_unreadable_and_says_so():
    reading = read_payload({"hello": "world"}, "pagerduty")
    assert reading.unreadable
    assert "pagerduty is not known to send anything of this form" in reading.ignored


@pytest.mark.parametrize("body", [None, 3, "words", True, {}, {"a": {"b": 1}}])
def test_json_that_is_nobodys_is_unreadable(body):
    reading = read_payload(body)
    assert reading.unreadable
    assert (reading.signals, bool(reading.ignored)) == ((), True)


def test_an_unknown_source_is_read_by_the_general_reader_with_a_word():
    body = {
        "alert": {"name": "Orders are late", "severity": "high", "table": "marts.orders", "owner": "core"},
        "status": "triggered",
        "url": "https://acme.example.org/7",
    }
    reading = read_payload(body, "Acme DQ")
    [signal] = reading.signals
    assert (reading.source, signal.source) == ("acme_dq", "acme_dq")
    assert "no reader is for the source acme_dq" in reading.words
    assert (signal.title, signal.symptom, signal.severity_hint) == (
        "Orders are late",
        Symptom.FRESHNESS,
        "high",
    )
    assert (signal.assets, signal.link) == (("marts.orders",), "https://acme.example.org/7")
    fine = one({**body, "status": "resolved"}, "Acme DQ")
    assert (fine.status, fine.fingerprint) == (AlertStatus.RESOLVED, signal.fingerprint)


@pytest.mark.parametrize(
    "body",
    [
        {"title": "Orders", "status": "open"},
        {"condition_name": "Orders", "current_state": "open", "severity": "CRITICAL", "details": "late"},
        {"data": {"name": "Orders", "state": "failed"}, "when": "2026-11-20"},
    ],
)
def test_the_general_reader_knows_the_same_alert_again_when_it_is_fine(body):
    def closed(inner: dict[str, Any]) -> dict[str, Any]:
        return {
            key: closed(value)
            if isinstance(value, dict)
            else "closed"
            if value in {"open", "failed"}
            else value
            for key, value in inner.items()
        }

    firing, fine = one(body, "acme"), one(closed(body), "acme")
    assert (firing.title, firing.status, fine.status) == ("Orders", AlertStatus.FIRING, AlertStatus.RESOLVED)
    assert firing.fingerprint == fine.fingerprint


def test_an_unknown_source_that_speaks_like_a_known_tool_is_read_so_under_its_own_name():
    reading = read_payload(group(prometheus()), "vmalert")
    [signal] = reading.signals
    assert signal.source == "vmalert"
    assert "alertmanager" in reading.words


def test_the_general_reader_takes_small_talk_of_machines_for_none():
    for body in ({"message": "All 14 tests passed"}, {"title": "Nightly report", "text": "Good morning"}):
        reading = read_payload(body, "acme")
        assert (reading.signals, reading.unreadable) == ((), False)


def test_a_slack_message_is_read_as_it_is_posted_and_as_slack_brings_it():
    bare = posts.airflow()
    envelope = {"type": "event_callback", "event_id": "Ev1", "event": bare}
    posted = {key: bare[key] for key in ("text", "username")}
    marks = {one(body).fingerprint for body in (bare, envelope, posted, posts.changed(bare))}
    assert len(marks) == 1
    assert read_payload(envelope).channel_id == posts.CHANNEL
    assert read_payload(posts.changed(bare)).is_edit


def test_a_person_s_message_is_no_alert_and_says_why():
    said = {"type": "message", "channel": "C1", "ts": "1.1", "user": "U1", "text": "the load failed!"}
    kept = {key: said[key] for key in ("type", "user", "text", "ts")}  # as `conversations.history` shows it
    posted = {"text": "failed", "client_msg_id": "x"}
    for body in (said, {"type": "event_callback", "event": said}, kept, posted):
        reading = read_payload(body)
        assert (reading.signals, reading.ignored) == ((), "a person wrote it")


def test_other_events_of_slack_are_no_alerts():
    reading = read_payload({"type": "event_callback", "event": {"type": "reaction_added", "user": "U1"}})
    assert (reading.signals, reading.unreadable) == ((), False)
    assert "no message" in reading.ignored


def test_a_tool_that_posts_slack_s_form_to_its_webhook_is_read():
    reading = read_payload({"text": "🚨 Load of marts.orders failed"}, "grafana")
    [signal] = reading.signals
    assert (signal.source, signal.assets) == ("grafana", ("marts.orders",))


def test_a_list_of_bodies_is_read_one_by_one_in_order():
    signals = read_payload([dbt(), legacy(), dbt("job.run.completed", "Success", 10)]).signals
    assert [(signal.source, signal.status) for signal in signals] == [
        ("dbt_cloud", AlertStatus.FIRING),
        ("grafana", AlertStatus.FIRING),
        ("dbt_cloud", AlertStatus.RESOLVED),
    ]
    assert read_payload([]).signals == ()
    assert read_payload([[dbt()]]).unreadable


def test_nothing_in_a_body_pings_or_forges_a_link():
    hostile: dict[str, Any] = {
        "title": "<!channel> failed\x00\u202e <https://evil.example|click>",
        "assets": ["<@U1>\n", "a\tb"],
        "link": "javascript:alert(1)",
        "run_link": "https://good.example@evil.example/x",
        "test_link": "https://checks.example.org/a b|c>d",
        "owner": "core\nSeverity: critical",
        "excerpt": "x" * 50_000,
    }
    signal = one(hostile)
    assert "\x00" not in signal.title
    assert "\u202e" not in signal.title
    assert (signal.link, signal.run_link) == (None, None)
    assert signal.test_link == "https://checks.example.org/ab%7Cc%3Ed"
    assert (signal.owner, signal.assets) == ("core Severity: critical", ("<@U1>", "a b"))
    assert len(signal.excerpt) == 2_000
