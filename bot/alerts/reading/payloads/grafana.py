"""Grafana: unified alerting, which speaks like Alertmanager, and the legacy form up to version 8."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading import labels as told
from bot.alerts.reading.json_parts import first_text, record, records, text
from bot.alerts.reading.payloads.alertmanager import has_alerts, is_grafanas, signals_of
from bot.alerts.reading.symptoms import symptom_of
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: The legacy states that say something; `paused`, `pending` and `unknown` do not.
_STATES: Final[Mapping[str, AlertStatus]] = {
    "alerting": AlertStatus.FIRING,
    "no_data": AlertStatus.FIRING,
    "ok": AlertStatus.RESOLVED,
}


def recognises(body: Any) -> bool:
    """Alertmanager's form with Grafana's additions, or a legacy rule with its state."""
    return _is_legacy(body) or (_has_alerts(body) and is_grafanas(body))


def read(body: Any) -> Sequence[Signal] | None:
    """One signal for each alert, or for the legacy rule."""
    if _has_alerts(body):
        return signals_of("grafana", body)
    if not _is_legacy(body):
        return None
    status = _STATES.get((text(body, "state") or "").casefold())
    return () if status is None else (_rule(body, status),)


def _has_alerts(body: Any) -> bool:
    """Its test notice may hold an alert that says nothing but its status."""
    bare = "orgId" in record(body) and any("status" in each for each in records(body, "alerts"))
    return has_alerts(body) or bare


def _is_legacy(body: Any) -> bool:
    found = record(body)
    return (
        "ruleName" in found
        and "state" in found
        and not {"ruleId", "evalMatches", "ruleUrl"}.isdisjoint(found)
    )


def _rule(body: Any, status: AlertStatus) -> Signal:
    name = text(body, "ruleName") or text(body, "title") or ""
    message = text(body, "message") or ""
    matches = [record(each, "tags") for each in records(body, "evalMatches")]
    labels = told.labels_in(record(body, "tags"), *matches)
    return Signal(
        source="grafana",
        title=f"{name}: {message}" if message and len(message) <= 200 else name,
        status=status,
        symptom=told.symptom_in(labels) or symptom_of(name, message, default=Symptom.INFRA),
        severity_hint=told.severity_in(labels),
        assets=told.assets_in(labels),
        owner=told.owner_in(labels),
        domain=told.domain_in(labels),
        rule=name or None,
        link=first_text(body, "ruleUrl", "rule_url"),
        excerpt=message or _matched(body),
        identity=_identity(body, name),
    )


def _identity(body: Any, name: str) -> tuple[str, ...]:
    number = text(body, "ruleId")
    return ("rule", text(body, "orgId") or "", number) if number else ("rule", settled(name))


def _matched(body: Any) -> str:
    lines = ((first_text(each, "metric"), text(each, "value")) for each in records(body, "evalMatches")[:20])
    return "\n".join(f"{metric}: {value}" for metric, value in lines if metric and value)
