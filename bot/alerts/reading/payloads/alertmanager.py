"""Prometheus Alertmanager: the webhook of version 4, and older ones without fingerprints."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading import labels as told
from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from bot.alerts.reading.labels import Labels
from bot.alerts.reading.states import status_of
from bot.alerts.reading.symptoms import symptom_of
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: What only Grafana adds to this form, to the whole and to each alert.
_GRAFANAS: Final = frozenset({"orgId", "state"})
_GRAFANAS_EACH: Final = frozenset({"silenceURL", "dashboardURL", "panelURL", "valueString", "values"})

_BROKEN_RULES: Final = {
    "DatasourceNoData": "gets no data",
    "DatasourceError": "cannot be evaluated",
}


def recognises(body: Any) -> bool:
    """A list of alerts with labels, in a group."""
    return has_alerts(body) and not is_grafanas(body)


def read(body: Any) -> Sequence[Signal] | None:
    """One signal for each alert, by its own status: a firing group may hold resolved ones."""
    return signals_of("alertmanager", body) if has_alerts(body) else None


def has_alerts(body: Any) -> bool:
    """Whether a body has the form that Alertmanager and Grafana share."""
    alerts = at(body, "alerts")
    if not isinstance(alerts, list) or "title" in record(alerts, 0):
        return False
    grouped = isinstance(at(body, "groupLabels"), Mapping) or text(body, "groupKey") is not None
    labelled = any("labels" in each or "startsAt" in each for each in records(body, "alerts"))
    return text(body, "status") is not None and (grouped or labelled)


def is_grafanas(body: Any) -> bool:
    """Whether Grafana wrote it."""
    return not _GRAFANAS.isdisjoint(record(body)) or any(
        not _GRAFANAS_EACH.isdisjoint(each) for each in records(body, "alerts")
    )


def signals_of(source: str, body: Any) -> tuple[Signal, ...]:
    """One signal for each alert of the group."""
    return tuple(_signal(source, body, alert) for alert in records(body, "alerts"))


def _signal(source: str, body: Any, alert: Mapping[str, Any]) -> Signal:
    labels = told.labels_in(record(alert, "labels"))
    notes = {**record(body, "commonAnnotations"), **record(alert, "annotations")}
    named = told.first(labels, "alertname") or ""
    name = told.first(labels, "rulename") or named if named in _BROKEN_RULES else named
    said = " ".join(first_text(notes, key) or "" for key in ("summary", "description", "message"))
    return Signal(
        source=source,
        title=_title(name, _BROKEN_RULES.get(named), labels, notes) or _title_of_group(body),
        status=status_of(text(alert, "status") or text(body, "status")) or AlertStatus.FIRING,
        symptom=told.symptom_in(labels) or symptom_of(name, said, default=Symptom.INFRA),
        severity_hint=told.severity_in(labels),
        assets=told.assets_in(labels),
        owner=told.owner_in(labels),
        domain=told.domain_in(labels),
        rule=name or None,
        link=first_text(alert, "generatorURL") or text(body, "externalURL"),
        excerpt=_excerpt(body, notes),
        started_at=moment(alert, "startsAt"),
        identity=_identity(body, alert, labels),
    )


def _title(name: str, what: str | None, labels: Labels, notes: Mapping[str, Any]) -> str:
    if what:
        return f"{name} {what}"
    summary = first_text(notes, "summary", "title", "message")
    where = told.first(labels, "instance", "host", "pod", "service")
    if name and summary:
        return summary if summary.startswith(name) else f"{name}: {summary}"
    return f"{name} on {where}" if name and where else name or summary or ""


def _title_of_group(body: Any) -> str:
    """What the whole says, where its alert says nothing: a title with more than a count, else its words."""
    title = title_of(text(body, "title") or "")
    return title if title and not title.startswith("[") else (text(body, "message") or "").partition("\n")[0]


def _excerpt(body: Any, notes: Mapping[str, Any]) -> str:
    """What the annotations say; and that some alerts are missing, where the sender cut them off."""
    lines = [words for key in notes if (words := text(notes, key)) and not words.startswith("http")]
    missing = text(body, "truncatedAlerts") or "0"
    more = [f"{missing} more of this group were not sent."] if missing.isdecimal() and int(missing) else []
    return "\n".join(lines + more)


def _identity(body: Any, alert: Mapping[str, Any], labels: Labels) -> tuple[str, ...]:
    """The sender's own fingerprint is made of the labels; without it, they are."""
    if mark := text(alert, "fingerprint"):
        return (mark,)
    listed = tuple(f"{key}={','.join(labels[key])}" for key in sorted(labels))
    return listed or ("group", text(body, "groupKey") or settled(_title_of_group(body)))
