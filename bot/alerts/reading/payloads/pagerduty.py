"""PagerDuty: webhooks of version 3, and the lists of `messages` of versions 1 and 2."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from bot.alerts.reading.symptoms import symptom_of
from models.call_key import key_of
from models.signal import Signal
from models.vocabulary import AlertStatus

#: What is news; that someone acknowledged, annotated or escalated an incident is not.
_EVENTS: Final[Mapping[str, AlertStatus]] = {
    "incident.triggered": AlertStatus.FIRING,
    "incident.reopened": AlertStatus.FIRING,
    "incident.resolved": AlertStatus.RESOLVED,
    "incident.trigger": AlertStatus.FIRING,
    "incident.resolve": AlertStatus.RESOLVED,
}

#: Somebody answered there.
_ANSWERS: Final = frozenset(
    {"incident.acknowledged", "incident.resolved", "incident.acknowledge", "incident.resolve"}
)


def recognises(body: Any) -> bool:
    """An event with its type and data, or messages about incidents."""
    kind = text(body, "event", "event_type") or ""
    if isinstance(at(body, "event", "data"), Mapping):
        return "." in kind
    messages = records(body, "messages")
    return bool(messages) and all(_kind(each).startswith("incident.") for each in messages)


def read(body: Any) -> Sequence[Signal] | None:
    """What became of incidents. What happens to services, notes and workflows is nothing for here."""
    if not recognises(body):
        return None
    if messages := records(body, "messages"):
        told = (
            (_kind(each), record(each, "incident") or record(each, "data", "incident")) for each in messages
        )
        signals = [
            _signal(_EVENTS[kind], incident)
            for kind, incident in told
            if kind in _EVENTS and incident and _our_key(incident) is None
        ]
        return tuple({signal.identity: signal for signal in signals}.values())
    event = record(body, "event")
    status, incident = _EVENTS.get(text(event, "event_type") or ""), record(event, "data")
    if status is None or (text(incident, "type") or "incident") != "incident":
        return ()
    if text(incident, "id") is None:
        return None
    if _our_key(incident) is not None:
        return ()  # it rings because we called somebody: taken for an alert, that would call them again
    return (_signal(status, incident, occurred_at=moment(event, "occurred_at")),)


def answered_keys(body: Any) -> tuple[str, ...]:
    """Our own calls that somebody acknowledged or resolved in PagerDuty, by their keys."""
    event = record(body, "event")
    told = [(text(event, "event_type") or "", record(event, "data"))]
    told += [
        (_kind(each), record(each, "incident") or record(each, "data", "incident"))
        for each in records(body, "messages")
    ]
    keys = (_our_key(incident) for kind, incident in told if kind in _ANSWERS)
    return tuple(dict.fromkeys(key for key in keys if key))


def _our_key(incident: Mapping[str, Any]) -> str | None:
    return key_of(text(incident, "incident_key"))


def _kind(message: Mapping[str, Any]) -> str:
    return first_text(message, "event", "type") or ""


def _signal(status: AlertStatus, incident: Mapping[str, Any], occurred_at: Any = None) -> Signal:
    trigger = record(incident, "trigger_summary_data")
    title = first_text(incident, "title", "summary", "description") or first_text(
        trigger, "subject", "description"
    )
    service = first_text(record(incident, "service"), "summary", "name")
    description = text(incident, "description") or text(incident, "body", "details") or ""
    began = moment(incident, "created_at") or moment(incident, "created_on")
    return Signal(
        source="pagerduty",
        title=title or f"Incident on {service or 'PagerDuty'}",
        status=status,
        symptom=symptom_of(title or "", description),
        severity_hint=first_text(record(incident, "priority"), "summary", "name")
        or text(incident, "urgency"),
        assets=(service,) if service else (),
        owner=first_text(record(incident, "teams", 0), "summary", "name"),
        link=text(incident, "html_url"),
        excerpt=description if description != title else None,
        started_at=began or (occurred_at if status is AlertStatus.FIRING else None),
        identity=(text(incident, "id") or text(incident, "incident_key") or title or "",),
    )
