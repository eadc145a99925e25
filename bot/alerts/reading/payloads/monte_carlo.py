"""Monte Carlo: `open_…_incident` webhooks; updates repeat the incident with its status.

Written after its page on webhooks; of an update only the fields are documented, no whole body.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import first_text, moment, record, records, text
from bot.alerts.reading.phrases import any_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: Their own words for an incident that is over.
_OVER: Final = frozenset({"fixed", "expected", "no_action_needed", "false_positive", "resolved"})

#: By the kind of their event or rule, the more particular first.
_KINDS: Final = {
    Symptom.SCHEMA: any_of(r"schema\w*"),
    Symptom.FRESHNESS: any_of(r"fresh\w*|late|stale\w*|unchanged"),
    Symptom.VOLUME: any_of(r"volume\w*|size\w*|row count\w*|rows"),
    Symptom.PIPELINE: any_of(r"job|task|pipeline|dag|query failure"),
}


def recognises(body: Any) -> bool:
    """An incident of theirs, with its id, within an account."""
    return first_text(record(body, "payload"), "incident_id", "alert_id") is not None and (
        "account" in record(body) or (text(body, "type") or "").endswith("incident")
    )


def read(body: Any) -> Sequence[Signal] | None:
    """One signal for each incident of theirs, with every table that it names."""
    payload = record(body, "payload")
    number = text(payload, "incident_id") or text(payload, "alert_id")
    if number is None:
        return None
    events = records(payload, "event_list") or records(payload, "events")
    feedback = (text(payload, "alert_feedback") or text(body, "alert_feedback") or "").casefold()
    rule = _rule(payload, events)
    tables = _tables(payload, events)
    kind = _symptom(body, rule, events)
    status = AlertStatus.RESOLVED if feedback.replace(" ", "_") in _OVER else AlertStatus.FIRING
    return (
        Signal(
            source="monte_carlo",
            title=_title(kind, rule, tables),
            status=status,
            symptom=kind,
            severity_hint=first_text(payload, "declared_alert_severity", "severity", "priority"),
            assets=tables,
            owner=text(payload, "owner") or text(payload, "owner", "email"),
            rule=first_text(rule, "uuid", "description"),
            link=text(payload, "url"),
            excerpt=_excerpt(rule, events),
            started_at=moment(payload, "created_time") or moment(payload, "start_time"),
            identity=(number,),
        ),
    )


def _rule(payload: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """It stands beside the list of events, or in each."""
    return record(payload, "rule") or next((found for each in events if (found := record(each, "rule"))), {})


def _tables(payload: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """`db:schema.table`; a bare name is within the group, which is `db:schema`."""
    group = text(payload, "group_id")
    found = [first_text(each, "full_table_id", "table_name", "table") for each in events]
    found += [
        text(each, "full_table_id") for event in events for each in records(event, "rule", "comparisons")
    ]
    full = (f"{group}.{name}" if group and not {":", "."} & set(name) else name for name in found if name)
    return tuple(dict.fromkeys(full))


def _symptom(body: Any, rule: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Symptom:
    kinds = [first_text(each, "event_type", "type", "sub_type") or "" for each in events]
    kinds += [first_text(record(each, "data"), "event_type", "metric_display_name") or "" for each in events]
    said = " ".join((text(body, "type") or "", *kinds, first_text(rule, "rule_type", "type") or ""))
    words = said.replace("_", " ").casefold()[:2_000]
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), Symptom.DISTRIBUTION)


def _title(kind: Symptom, rule: Mapping[str, Any], tables: Sequence[str]) -> str:
    on = f" on {tables[0]}" + (f" and {len(tables) - 1} more" if len(tables) > 1 else "") if tables else ""
    described = text(rule, "description")
    if described:
        return f"Rule {described} is breached{on}"
    return f"{kind.value.capitalize()} anomaly{on}"


def _excerpt(rule: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> str:
    """Figures against their limits; never sampled rows."""
    lines = []
    for data in (record(each, "data") for each in events[:20]):
        metric = text(data, "metric_display_name") or "value"
        limits = [
            f"{text(each, 'operator')} {text(each, 'threshold')}"
            for each in records(data, "rule_comparisons")
        ]
        found = [
            f"{metric} {value}" for hit in records(data, "hits")[:5] if (value := first_text(hit, "value"))
        ]
        lines += [f"{each} (breached when {', '.join(limits)})" if limits else each for each in found]
    return "\n".join(lines) or text(rule, "description") or ""
