"""Webhooks of paging tools, PagerDuty and Opsgenie, are read for what they say."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.alerts.reading.read_message import read_message
from bot.alerts.reading.read_payload import read_payload
from models.vocabulary import AlertStatus, Symptom
from tests.alerts import posts
from tests.alerts.test_payloads_monitoring import nothing, one


def pagerduty(event: str = "incident.triggered", **incident: Any) -> dict[str, Any]:
    data = {
        "id": "PABC123",
        "type": "incident",
        "html_url": "https://northwind.pagerduty.com/incidents/PABC123",
        "title": "Orders pipeline failed",
        "service": {"id": "PS1", "summary": "warehouse"},
        "teams": [{"id": "PT1", "summary": "Data platform"}],
        "priority": None,
        "urgency": "high",
        "created_at": "2026-11-18T08:00:00Z",
        **incident,
    }
    return {"event": {"id": "01A", "event_type": event, "resource_type": "incident", "data": data}}


def test_a_pagerduty_incident_is_triggered_and_resolved():
    firing, fine = one(pagerduty()), one(pagerduty("incident.resolved", title="Renamed meanwhile"))
    assert (firing.source, firing.title, firing.severity_hint) == (
        "pagerduty",
        "Orders pipeline failed",
        "high",
    )
    assert (firing.owner, firing.assets, firing.symptom) == (
        "Data platform",
        ("warehouse",),
        Symptom.PIPELINE,
    )
    assert firing.fingerprint == fine.fingerprint
    assert fine.status is AlertStatus.RESOLVED
    assert one(pagerduty("incident.reopened")).is_firing
    assert one(pagerduty(priority={"summary": "P1"})).severity_hint == "p1"


@pytest.mark.parametrize(
    "event",
    [
        "incident.acknowledged",
        "incident.escalated",
        "incident.priority_updated",
        "incident.workflow.completed",
    ],
)
def test_what_people_do_with_a_pagerduty_incident_is_no_news(event):
    assert nothing(pagerduty(event))


def test_services_notes_and_pings_of_pagerduty_are_nothing():
    service = {"event": {"event_type": "service.updated", "data": {"id": "PS1", "type": "service"}}}
    note = pagerduty("incident.annotated", type="incident_note", content="killed the query")
    ping = {"event": {"event_type": "pagey.ping", "data": {"message": "Hello", "type": "ping"}}}
    assert nothing(service)
    assert nothing(note)
    assert nothing(ping)


def test_the_older_lists_of_pagerduty_messages_are_read_in_their_order():
    def message(kind: str, number: str) -> dict[str, Any]:
        incident = {
            "id": number,
            "title": f"Load {number} failed",
            "urgency": "low",
            "service": {"name": "dwh"},
        }
        return {"event": kind, "id": f"delivery-{kind}-{number}", "incident": incident}

    messages = [message("incident.trigger", "P1A"), message("incident.trigger", "P2B")]
    first, second = read_payload({"messages": messages}).signals
    assert (first.title, second.title, first.severity_hint) == ("Load P1A failed", "Load P2B failed", "low")
    settled = read_payload({"messages": [*messages, message("incident.resolve", "P1A")]}).signals
    assert {signal.title: signal.status for signal in settled} == {
        "Load P1A failed": AlertStatus.RESOLVED,
        "Load P2B failed": AlertStatus.FIRING,
    }
    assert nothing({"messages": [message("incident.acknowledge", "P1A")]})


def test_the_oldest_pagerduty_messages_say_their_title_in_what_triggered_them():
    incident = {"id": "P9", "incident_key": "k", "trigger_summary_data": {"subject": "Load failed"}}
    body = {"messages": [{"type": "incident.trigger", "data": {"incident": incident}}]}
    assert one(body).title == "Load failed"


def test_a_pagerduty_incident_is_the_one_that_its_message_in_slack_is_about():
    link = "https://northwind.pagerduty.com/incidents/PABC123"
    [told] = read_message(posts.posted("PagerDuty", text=f"Triggered #4: <{link}|Orders pipeline failed>"))
    assert told.fingerprint == one(pagerduty()).fingerprint


def opsgenie(action: str = "Create", **alert: Any) -> dict[str, Any]:
    inner = {
        "alertId": "052652ac-5d1c-464a-812a-7dd18bbfba8c",
        "tinyId": "23",
        "alias": "dq/orders/nulls",
        "message": "Nulls in orders.customer_id",
        "tags": ["domain:sales", "vip"],
        "entity": "orders",
        "createdAt": 1_795_000_000_123,
        "priority": "P2",
        **alert,
    }
    return {"action": action, "alert": inner, "integrationId": "37c8f316", "integrationName": "Webhook"}


def test_an_opsgenie_alert_is_created_and_closed():
    firing, fine = one(opsgenie()), one(opsgenie("Close", message="Nulls (closed)"))
    assert (firing.source, firing.title, firing.symptom) == (
        "opsgenie",
        "Nulls in orders.customer_id",
        Symptom.DISTRIBUTION,
    )
    assert (firing.severity_hint, firing.domain, firing.assets) == ("p2", "sales", ("orders",))
    assert firing.fingerprint == fine.fingerprint
    assert fine.status is AlertStatus.RESOLVED


@pytest.mark.parametrize("created", [1_795_000_000_123, 1_795_000_000_123_000_000, "1795000000"])
def test_opsgenie_writes_times_in_several_units(created):
    assert one(opsgenie(createdAt=created)).started_at.replace(microsecond=0) == datetime(
        2026, 11, 18, 11, 6, 40, tzinfo=UTC
    )


@pytest.mark.parametrize(("written", "hint"), [(3, "p3"), ("3", "p3"), ("P1", "p1"), (None, None)])
def test_opsgenie_writes_priorities_as_numbers_or_words(written, hint):
    assert one(opsgenie(priority=written)).severity_hint == hint


@pytest.mark.parametrize(
    "action", ["Acknowledge", "UnAcknowledge", "AddNote", "Escalate", "Delete", "AddTags"]
)
def test_other_actions_of_opsgenie_are_no_news(action):
    assert nothing(opsgenie(action))


def test_the_smallest_opsgenie_body_has_nothing_but_an_id():
    signal = one({"action": "Create", "alert": {"alertId": "7ba97e3a"}})
    assert signal.title == "Alert 7ba97e3a"
