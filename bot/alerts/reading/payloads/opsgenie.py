"""Opsgenie, and Jira Service Management's alerts, which kept its webhook."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading import labels as told
from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from bot.alerts.reading.symptoms import symptom_of
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus

#: What is news; that someone acknowledged, escalated or annotated an alert is not.
_ACTIONS: Final[Mapping[str, AlertStatus]] = {"create": AlertStatus.FIRING, "close": AlertStatus.RESOLVED}

_ALERTS_OWN: Final = frozenset({"alertId", "tinyId", "alias"})


def recognises(body: Any) -> bool:
    """An action upon an alert that has its id or alias."""
    alert = record(body, "alert")
    return text(body, "action") is not None and not _ALERTS_OWN.isdisjoint(alert)


def read(body: Any) -> Sequence[Signal] | None:
    """Created or closed."""
    if not recognises(body):
        return None
    status = _ACTIONS.get((text(body, "action") or "").casefold())
    alert = record(body, "alert")
    key = first_text(alert, "alias", "alertId")
    if status is None:
        return ()
    return None if key is None else (_signal(status, alert, key),)


def _signal(status: AlertStatus, alert: Mapping[str, Any], key: str) -> Signal:
    labels = told.labels_in(at(alert, "tags"), record(alert, "details"))
    entity, message = text(alert, "entity"), text(alert, "message") or ""
    description = text(alert, "description") or ""
    assets = told.assets_in(labels)
    return Signal(
        source="opsgenie",
        title=message or f"Alert {entity or key}",
        status=status,
        symptom=told.symptom_in(labels) or symptom_of(message, description),
        severity_hint=_priority(text(alert, "priority")) or told.severity_in(labels),
        assets=(*assets, entity) if entity else assets,
        owner=told.owner_in(labels) or _team(alert),
        domain=told.domain_in(labels),
        link=first_text(record(alert, "details"), "link", "url", "dashboard"),
        excerpt=description or text(alert, "note"),
        started_at=moment(alert, "createdAt"),
        identity=(_alias(key),),
    )


def _alias(key: str) -> str:
    """An alias may be a whole sentence; then what changes in it is taken out."""
    return settled(key) if len(key.split()) > 3 else key


def _priority(word: str | None) -> str | None:
    """`P3`, which older bodies write as 3."""
    return f"P{word}" if word and word.isdecimal() else word


def _team(alert: Mapping[str, Any]) -> str | None:
    teams = [each for each in records(alert, "responders") if text(each, "type") == "team"]
    return first_text(teams[0], "name") if teams else None
