"""Webhooks of monitoring tools, written after their formats, are read for what they say."""

from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import pytest

from bot.alerts.reading.read_message import read_message
from bot.alerts.reading.read_payload import read_payload, recognised
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom
from tests.alerts import posts


def one(body: Any, source: str | None = None) -> Signal:
    [signal] = read_payload(body, source).signals
    return signal


def nothing(body: Any, source: str | None = None) -> bool:
    """The tool's, and no alert."""
    reading = read_payload(body, source)
    return reading.signals == () and not reading.unreadable and bool(reading.ignored)


# Alertmanager


def prometheus(name: str = "OrdersTableStale", status: str = "firing", **labels: str) -> dict[str, Any]:
    mark = f"{crc32(f'{name} {sorted(labels.items())}'.encode()):016x}"
    return {
        "status": status,
        "labels": {"alertname": name, **labels},
        "annotations": {"summary": "orders was loaded 5 h ago"},
        "startsAt": "2026-11-18T08:00:00.123456789Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example.org/graph?g0.expr=up",
        "fingerprint": mark,
    }


def group(*alerts: dict[str, Any], status: str = "firing", **more: Any) -> dict[str, Any]:
    return {
        "receiver": "data",
        "status": status,
        "alerts": [*alerts],
        "groupLabels": {"team": "core"},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example.org",
        "version": "4",
        "groupKey": '{}:{team="core"}',
        "truncatedAlerts": 0,
        **more,
    }


def test_alertmanager_says_rule_asset_owner_domain_and_severity_from_labels():
    labels = {"severity": "critical", "schema": "marts", "table": "orders", "team": "core", "domain": "sales"}
    signal = one(group(prometheus(**labels)))
    assert signal.source == "alertmanager"
    assert signal.title == "OrdersTableStale: orders was loaded 5 h ago"
    assert (signal.symptom, signal.severity_hint, signal.rule) == (
        Symptom.FRESHNESS,
        "critical",
        "OrdersTableStale",
    )
    assert (signal.assets, signal.owner, signal.domain) == (("marts.orders",), "core", "sales")
    assert signal.link == "http://prometheus.example.org/graph?g0.expr=up"
    assert signal.started_at == datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


def test_each_alert_of_a_group_counts_by_its_own_status():
    body = group(prometheus("A", dev="a"), prometheus("A", "resolved", dev="b"))
    firing, resolved = read_payload(body).signals
    assert (firing.status, resolved.status) == (AlertStatus.FIRING, AlertStatus.RESOLVED)
    assert firing.fingerprint != resolved.fingerprint
    assert firing.rule == resolved.rule == "A"


def test_the_same_alert_is_known_again_when_it_is_resolved_whatever_its_annotations_say():
    firing = prometheus(dev="a")
    resolved = {**firing, "status": "resolved", "annotations": {"summary": "fine"}}
    assert one(group(firing)).fingerprint == one(group(resolved, status="resolved")).fingerprint


def test_an_older_alertmanager_without_fingerprints_is_told_apart_by_labels():
    def older(**labels: str) -> dict[str, Any]:
        alert = prometheus(**labels)
        del alert["fingerprint"]
        return group(alert, version="3")

    assert one(older(dev="a")).fingerprint == one(older(dev="a")).fingerprint
    assert one(older(dev="a")).fingerprint != one(older(dev="b")).fingerprint


def test_it_says_that_alerts_are_missing_where_the_sender_cut_them_off():
    assert "7 more of this group were not sent" in one(group(prometheus(), truncatedAlerts=7)).excerpt


def test_a_label_may_name_the_symptom_in_our_own_words():
    assert one(group(prometheus("Odd", symptom="schema"))).symptom is Symptom.SCHEMA


def test_an_alert_without_data_in_it_is_about_infrastructure():
    alert = {**prometheus("TargetGone", instance="db-1"), "annotations": {}}
    signal = one(group(alert))
    assert (signal.symptom, signal.severity_hint, signal.title) == (Symptom.INFRA, None, "TargetGone on db-1")


def test_a_group_without_alerts_is_nothing():
    assert read_payload(group()).signals == ()


# Grafana


def unified(**alert: Any) -> dict[str, Any]:
    inner = {
        **prometheus("Late orders", grafana_folder="data"),
        "silenceURL": "https://grafana.example.org/alerting/silence/new",
        "valueString": "[ var='A' value=3 ]",
    }
    return {
        **group({**inner, **alert}),
        "version": "1",
        "orgId": 1,
        "title": "[FIRING:1] Late orders data",
        "state": "alerting",
        "message": "**Firing**",
    }


def legacy(state: str = "alerting", **more: Any) -> dict[str, Any]:
    return {
        "dashboardId": 1,
        "evalMatches": [{"value": 100, "metric": "rows", "tags": {"table": "orders"}}],
        "message": "Too few rows in orders",
        "orgId": 1,
        "panelId": 2,
        "ruleId": 17,
        "ruleName": "Row count of orders",
        "ruleUrl": "https://grafana.example.org/d/x?viewPanel=2",
        "state": state,
        "tags": {"severity": "critical"},
        "title": "[Alerting] Row count of orders",
        **more,
    }


def test_grafana_is_told_from_alertmanager_by_what_only_it_adds():
    assert recognised(unified()) == "grafana"
    assert recognised(group(prometheus())) == "alertmanager"
    only_alerts = {"receiver": "w", "status": "firing", "alerts": unified()["alerts"]}
    assert recognised(only_alerts) == "grafana"


def test_grafana_names_the_rule_whose_query_brings_nothing():
    labels = {"alertname": "DatasourceNoData", "rulename": "Late orders"}
    signal = one(unified(labels=labels))
    assert (signal.title, signal.rule) == ("Late orders gets no data", "Late orders")


def test_a_legacy_rule_is_one_alert_through_all_its_states():
    firing, fine = one(legacy()), one(legacy("ok", message="", title="[OK] Row count of orders"))
    assert firing.fingerprint == fine.fingerprint
    assert (firing.status, fine.status) == (AlertStatus.FIRING, AlertStatus.RESOLVED)
    assert (firing.symptom, firing.severity_hint, firing.assets) == (Symptom.VOLUME, "critical", ("orders",))
    assert one(legacy("no_data")).is_firing


@pytest.mark.parametrize("state", ["paused", "pending", "unknown"])
def test_legacy_states_that_say_nothing_are_nothing(state):
    assert nothing(legacy(state))


def test_an_alert_that_says_nothing_but_its_status_still_counts():
    body = {**unified(), "alerts": [{"status": "firing"}]}
    signal = one(body)
    assert (signal.source, signal.title) == ("grafana", "Late orders data")


# Datadog


def datadog(transition: str = "Triggered", **more: Any) -> dict[str, Any]:
    return {
        "ALERT_TITLE": f"[{transition} on {{table:orders}}] Orders are late",
        "ALERT_TRANSITION": transition,
        "ALERT_ID": "77",
        "ALERT_CYCLE_KEY": "1111",
        "ALERT_SCOPE": "table:orders,env:prod",
        "ALERT_PRIORITY": "P2",
        "TAGS": "env:prod,monitor,team:core,domain:sales",
        "TEXT_ONLY_MSG": "Last load was 9 h ago @slack-data @ana@example.org",
        "LINK": "https://app.datadoghq.eu/monitors/77?group=table%3Aorders",
        "DATE": "1795000000000",
        **more,
    }


def respelled(body: dict[str, Any], how: str) -> dict[str, Any]:
    def camel(key: str) -> str:
        first, *rest = key.lower().split("_")
        return first + "".join(word.capitalize() for word in rest)

    spell = {"lower": str.lower, "camel": camel, "dollar": lambda key: f"${key}"}[how]
    return {spell(key): value for key, value in body.items()}


@pytest.mark.parametrize("how", ["lower", "camel", "dollar"])
def test_a_datadog_template_is_read_in_any_spelling_of_its_keys(how):
    signal = one(respelled(datadog(), how))
    assert signal == one(datadog())
    assert signal.title == "Orders are late on table:orders"
    assert (signal.source, signal.severity_hint, signal.symptom) == ("datadog", "p2", Symptom.FRESHNESS)
    assert (signal.owner, signal.domain, signal.assets) == ("core", "sales", ("orders",))
    assert signal.started_at == datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)
    assert "@" not in signal.excerpt.replace("@example", "")


def test_a_datadog_alert_is_the_same_through_its_cycles_and_back():
    first = one(datadog())
    for transition in ("Re-Triggered", "No Data", "Warn", "Renotify", "Recovered"):
        later = one(datadog(transition, ALERT_CYCLE_KEY="2222", DATE="1795009999000"))
        assert later.fingerprint == first.fingerprint
    assert one(datadog("Recovered")).status is AlertStatus.RESOLVED
    other = {"ALERT_TITLE": "[Triggered on {table:refunds}] Orders are late"}
    assert one(datadog(**other)).fingerprint != first.fingerprint
    [told] = read_message(
        posts.posted("Datadog", text="Triggered on {table:orders}: Orders are late", attachments=[LINKED])
    )
    assert told.fingerprint == first.fingerprint


def test_a_template_with_little_in_it_is_told_apart_by_whatever_key_it_bears():
    def bare(**keys: str) -> dict[str, Any]:
        return {"alert_transition": "Triggered", "title": "Orders are late", **keys}

    assert one(bare(aggreg_key="a")).fingerprint != one(bare(aggreg_key="b")).fingerprint
    assert one(bare(alert_cycle_key="a")).fingerprint != one(bare(alert_cycle_key="b")).fingerprint
    assert one(bare()).fingerprint == one({**bare(), "alert_transition": "Recovered"}).fingerprint


def test_the_default_body_of_datadog_says_its_transition_in_the_title():
    def default(title: str) -> dict[str, Any]:
        link = "https://app.datadoghq.com/monitors#42?group=host%3Aa"
        return {
            "id": "99",
            "last_updated": "1795000000000",
            "event_type": "query_alert_monitor",
            "title": title,
            "date": "1795000000000",
            "org": {"id": "1", "name": "Northwind"},
            "body": f"%%%\n[Monitor Status]({link})\n%%%",
        }

    firing, fine = (
        one(default(f"[{word} on {{host:a}}] Disk is nearly full")) for word in ("Triggered", "Recovered")
    )
    assert (firing.title, firing.rule) == ("Disk is nearly full on host:a", "42")
    assert firing.fingerprint == fine.fingerprint
    assert fine.status is AlertStatus.RESOLVED


def test_a_datadog_template_without_a_title_is_named_after_its_words_or_its_monitor():
    body = {"alert_transition": "Triggered", "alert_id": "77", "text_only_msg": "Orders are late\nsince 9 h"}
    assert one(body).title == "Orders are late"
    del body["text_only_msg"]
    assert one(body).title == "Monitor 77"


def test_a_datadog_event_that_is_no_transition_is_nothing():
    assert nothing({"event_type": "comment", "last_updated": "1", "title": "A person wrote something"})


LINKED = {"title": "", "text": "<https://app.datadoghq.eu/monitors/77|Monitor>"}


# PagerDuty


# Opsgenie
