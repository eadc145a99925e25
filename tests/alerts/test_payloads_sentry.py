"""What Sentry says of its resources by webhook."""

from typing import Any

import pytest

from bot.alerts.reading.read_payload import read_payload
from tests.alerts.test_payloads_envelopes import one

ISSUE = {
    "id": "77",
    "shortId": "LOADER-3",
    "title": "OperationalError: server closed the connection",
    "culprit": "load.orders",
    "level": "fatal",
    "project": {"slug": "loader", "name": "Loader"},
    "web_url": "https://northwind.sentry.io/issues/77/",
    "assignedTo": {"type": "team", "name": "sales-data"},
    "metadata": {"type": "OperationalError", "value": "server closed the connection"},
}


def sentry(action: str, **data: Any) -> dict[str, Any]:
    return {"action": action, "actor": {"type": "application"}, "data": data, "installation": {"uuid": "u"}}


def test_an_issue_of_sentrys_is_created_and_resolved():
    signal = one(sentry("created", issue=ISSUE))
    assert (signal.source, signal.status, signal.symptom, signal.severity_hint) == (
        "sentry",
        "firing",
        "infra",
        "fatal",
    )
    assert (signal.assets, signal.owner) == (("loader", "LOADER-3"), "sales-data")
    fine = one(sentry("resolved", issue=ISSUE))
    assert (fine.status, fine.fingerprint) == ("resolved", signal.fingerprint)
    assert one(sentry("unresolved", issue=ISSUE)).status == "firing"


def test_an_alert_an_error_and_the_old_plugin_tell_of_the_same_issue():
    event = {"title": "OperationalError", "level": "error", "issue_id": "77"}
    event["url"] = "https://sentry.io/api/0/projects/northwind/loader/events/abc/"
    rule = one(sentry("triggered", event=event, triggered_rule="Too many errors"))
    error = one(
        sentry(
            "created", error={**event, "issue_id": None, "issue_url": "https://sentry.io/api/0/issues/77/"}
        )
    )
    plugin = {"id": "77", "project_slug": "loader", "culprit": "x", "message": "boom", "level": "error"}
    old = one({**plugin, "url": "https://sentry.io/n/loader/issues/77/", "event": {"event_id": "e"}})
    assert {rule.fingerprint, error.fingerprint, old.fingerprint} == {
        one(sentry("created", issue=ISSUE)).fingerprint
    }
    assert (rule.rule, rule.assets) == ("Too many errors", ("loader",))


@pytest.mark.parametrize(
    ("action", "status"), [("critical", "firing"), ("warning", "firing"), ("resolved", "resolved")]
)
def test_a_metric_alert_of_sentrys_is_its_rule(action, status):
    metric = {"id": "5", "projects": ["loader"], "date_started": "2026-11-18T05:00:00Z"}
    metric["alert_rule"] = {"id": "9", "name": "Rows loaded too low"}
    body = sentry(
        action, metric_alert=metric, description_title=f"{action.title()}: Rows", description_text="12 rows"
    )
    signal = one(body)
    assert (signal.status, signal.title, signal.rule) == (
        status,
        "Rows loaded too low",
        "Rows loaded too low",
    )
    assert signal.fingerprint == one({**body, "action": "critical"}).fingerprint


def test_a_body_of_sentrys_is_known_by_its_object_alone():
    assert one({"action": "created", "data": {"issue": ISSUE}}) == one(sentry("created", issue=ISSUE))
    assert read_payload({"action": "created", "data": {"issue": {"number": 3}}}).source != "sentry"


@pytest.mark.parametrize(
    "body",
    [
        sentry("assigned", issue=ISSUE),
        sentry("archived", issue=ISSUE),
        sentry("created", comment="looks bad", issue_id="77"),
        sentry("created", installation={"uuid": "u"}),
    ],
)
def test_what_people_do_in_sentry_is_no_alert(body):
    reading = read_payload(body)
    assert (reading.source, reading.signals, reading.unreadable) == ("sentry", (), False)
