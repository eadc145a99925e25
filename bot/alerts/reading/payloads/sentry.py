"""Sentry's webhooks: the integration platform's resources, told apart by `data`; the old plugin's.

Written after its documentation: issues (created, resolved …), issue alerts (`event`), errors, metric alerts.
An issue, its alerts and its errors are one thing: the issue's id. That someone archived, assigned or
commented on it is no news about the data.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import first_text, moment, record, records, text, texts
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_RESOURCES: Final = {"issue", "event", "error", "metric_alert", "issue_alert", "comment", "installation"}
#: What only its objects have; with these a body needs not say which installation sent it.
_MARKS: Final = frozenset({"shortId", "culprit", "issue_id", "issue_url", "alert_rule"})
_NEWS: Final = frozenset({"created", "unresolved", "triggered", "reopened", "regressed", "escalating"})
_STATE: Final = re.compile(r"^(?:Critical|Warning|Resolved|Fired)[:!]?\s+", re.I)
_ISSUE_ID: Final = re.compile(r"/issues/(\d{1,20})")


def recognises(body: Any) -> bool:
    """An action on one of its resources, or what the webhooks plugin posts."""
    data = record(body, "data")
    if text(body, "action") and (named := _RESOURCES & data.keys()):
        signed = {"installation", "actor"} & record(body).keys()
        return bool(signed) or any(_MARKS & record(data, name).keys() for name in named)
    return _is_plugin(body)


def read(body: Any) -> Sequence[Signal] | None:
    """Read one issue, event or metric alert."""
    if not recognises(body):
        return None
    if _is_plugin(body):
        return (_of_plugin(body),)
    action, data = (text(body, "action") or "").casefold(), record(body, "data")
    if metric := record(data, "metric_alert"):
        return (_metric(action, data, metric),) if action in {"critical", "warning", "resolved"} else ()
    if issue := record(data, "issue"):
        told = {*_NEWS, "resolved"}
        return (_issue(action, issue),) if action in told else ()
    event = record(data, "event") or record(data, "error")
    return (_event(event, data),) if event and action in _NEWS else ()


def _is_plugin(body: Any) -> bool:
    named = first_text(body, "project_slug", "project_name", "project")
    return bool(named and text(body, "url") and record(body, "event") and "culprit" in record(body))


def _issue(action: str, issue: Mapping[str, Any]) -> Signal:
    project, level = record(issue, "project"), text(issue, "level")
    assigned = record(issue, "assignedTo")
    link = first_text(issue, "web_url", "permalink")
    return Signal(
        source="sentry",
        title=first_text(issue, "title") or f"Issue {first_text(issue, 'shortId', 'id') or ''}".strip(),
        status=AlertStatus.RESOLVED if action == "resolved" else AlertStatus.FIRING,
        symptom=Symptom.INFRA,
        severity_hint=level,
        assets=tuple(filter(None, (first_text(project, "slug", "name"), text(issue, "shortId")))),
        owner=first_text(assigned, "name", "email"),
        link=link,
        excerpt=_excerpt(issue),
        started_at=moment(issue, "firstSeen"),
        identity=("issue", first_text(issue, "id", "shortId") or text(issue, "title") or ""),
    )


def _event(event: Mapping[str, Any], data: Mapping[str, Any]) -> Signal:
    link = first_text(event, "web_url", "issue_url", "url")
    issue = first_text(event, "issue_id") or _id_in(text(event, "issue_url") or link)
    title = first_text(event, "title", "message") or text(event, "metadata", "title") or "Error"
    return Signal(
        source="sentry",
        title=title,
        symptom=Symptom.INFRA,
        severity_hint=text(event, "level"),
        assets=_projects(event),
        rule=text(data, "triggered_rule") or text(data, "issue_alert", "title"),
        link=link,
        excerpt=_excerpt(event),
        started_at=moment(event, "datetime") or moment(event, "timestamp"),
        identity=("issue", issue or title),
    )


def _projects(event: Mapping[str, Any]) -> tuple[str, ...]:
    """An event has its project's number, and the name only in an address."""
    found = re.search(r"/projects/[^/]{1,100}/(?P<project>[^/]{1,100})/", text(event, "url") or "")
    named = found["project"] if found else first_text(event, "project_name", "project_slug")
    return (named,) if named else ()


def _metric(action: str, data: Mapping[str, Any], metric: Mapping[str, Any]) -> Signal:
    rule = record(metric, "alert_rule")
    named = text(rule, "name") or _STATE.sub("", first_text(data, "description_title") or "")
    named = named or first_text(metric, "title") or "Metric alert"
    return Signal(
        source="sentry",
        title=named,
        status=AlertStatus.RESOLVED if action == "resolved" else AlertStatus.FIRING,
        symptom=symptom_of(named, default=Symptom.INFRA),
        severity_hint=None if action == "resolved" else action,
        assets=texts(metric, "projects") or texts(rule, "projects"),
        rule=text(rule, "name"),
        link=text(data, "web_url"),
        excerpt=text(data, "description_text"),
        started_at=moment(metric, "date_started"),
        identity=("metric", first_text(rule, "id") or first_text(metric, "identifier", "id") or named),
    )


def _of_plugin(body: Any) -> Signal:
    title = (
        first_text(body, "message")
        or text(body, "event", "metadata", "title")
        or text(body, "event", "title")
    )
    title = title or first_text(body, "culprit") or "Error"
    rules = texts(body, "triggering_rules")
    return Signal(
        source="sentry",
        title=title,
        symptom=Symptom.INFRA,
        severity_hint=text(body, "level"),
        assets=tuple(filter(None, (first_text(body, "project_slug", "project_name", "project"),))),
        rule=rules[0] if rules else None,
        link=text(body, "url"),
        excerpt=first_text(body, "culprit"),
        started_at=moment(body, "event", "timestamp") or moment(body, "event", "received"),
        identity=("issue", first_text(body, "id") or _id_in(text(body, "url")) or title),
    )


def _id_in(address: str | None) -> str | None:
    found = _ISSUE_ID.search(address or "")
    return found[1] if found else None


def _excerpt(issue: Mapping[str, Any]) -> str | None:
    exceptions = records(issue, "exception", "values")
    value = text(issue, "metadata", "value") or (text(exceptions[-1], "value") if exceptions else None)
    culprit = first_text(issue, "culprit", "transaction")
    return "\n".join(filter(None, (value, f"in {culprit}" if culprit else None))) or None
