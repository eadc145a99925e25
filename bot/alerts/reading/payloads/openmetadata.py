"""OpenMetadata (and Collate): change events of test cases and pipelines, as its webhooks send them.

Written after the ChangeEvent schema (1.x; `entity` as an object or as text, `newValue` likewise) and public
examples, which differ in where the result stands. Fully qualified names begin with the service; quoted parts
may hold dots.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.inner_json import json_in
from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_TEST: Final = {"failed": "failed", "aborted": "could not be run", "success": "succeeded"}
_PIPELINE: Final = {"failed": "failed", "partialsuccess": "succeeded in part", "successful": "succeeded"} | {
    "success": "succeeded"
}
_PART: Final = re.compile(r'"[^"]*"|[^."]+')
_LINK: Final = re.compile(r"<#E::table::(?P<table>.{1,1000}?)(?:::columns::(?P<column>.{1,500}?))?>")
_SCHEMA: Final = re.compile(r"column\s?_?(?:count|names?)|ColumnCount|ColumnName", re.I)

#: A test on a column has one part more than service, database, schema, table and test.
_WITH_COLUMN: Final = 6


def recognises(body: Any) -> bool:
    """A change event, or a list of them."""
    events = _events(body)
    return bool(events) and all(_is_event(each) for each in events)


def read(body: Any) -> Sequence[Signal] | None:
    """Read results of tests and states of pipelines; other changes are no alerts."""
    if not recognises(body):
        return None
    return tuple(signal for each in _events(body) if (signal := _signal(each)))


def _events(body: Any) -> list[Mapping[str, Any]]:
    if isinstance(body, Mapping) and "eventType" not in body:
        body = at(body, "data")
    found = body[:1_000] if isinstance(body, list) else [body]
    return [record(each) for each in found]


def _is_event(event: Mapping[str, Any]) -> bool:
    kind = text(event, "eventType") or ""
    known = re.fullmatch(r"(?:entity|thread|post|task|suggestion|user|log)[A-Z]\w{2,30}", kind)
    names = {"changeDescription", "entity", "entityFullyQualifiedName", "entityId", "entityRef"}
    return known is not None and text(event, "entityType") is not None and bool(names & event.keys())


def _signal(event: Mapping[str, Any]) -> Signal | None:
    kind, entity = (text(event, "entityType") or "").casefold(), _held(event, "entity")
    if kind == "testcase":
        result = _changed(event, "testCaseResult", "testCaseStatus") or _untold(
            event, entity, "testCaseResult"
        )
        return _test(event, entity, result)
    if kind in {"pipeline", "ingestionpipeline"}:
        state = _changed(event, "pipelineStatus", "pipelineStatuses") or _untold(
            event, entity, "pipelineStatus"
        )
        return _pipeline(event, entity, state)
    return None


def _held(body: Any, *path: str) -> Mapping[str, Any]:
    """An object, also where it is written as text."""
    return record(body, *path) or record(json_in(text(body, *path)))


def _changed(event: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """What one of these fields became."""
    for key in ("fieldsUpdated", "fieldsAdded"):
        for change in records(event, "changeDescription", key):
            if text(change, "name") in names:
                word = text(change, "newValue")
                return _held(change, "newValue") or ({"testCaseStatus": word} if word else {})
    return {}


def _untold(event: Mapping[str, Any], entity: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What the entity says, where the event does not say what changed."""
    return {} if record(event, "changeDescription") else _held(entity, name)


def _test(event: Mapping[str, Any], entity: Mapping[str, Any], result: Mapping[str, Any]) -> Signal | None:
    status = (text(result, "testCaseStatus") or "").casefold()
    if status not in _TEST:
        return None
    full = first_text(event, "entityFullyQualifiedName") or first_text(entity, "fullyQualifiedName")
    full = full or text(result, "testCaseFQN") or first_text(entity, "name") or "without a name"
    parts = _PART.findall(full)
    name, table = parts[-1].strip('"') if parts else full, _table(entity, parts)
    return Signal(
        source="openmetadata",
        title=f"Test {name} {_TEST[status]}" + (f" on {table}" if table else ""),
        status=AlertStatus.RESOLVED if status == "success" else AlertStatus.FIRING,
        symptom=_symptom(entity, name) if status != "aborted" else Symptom.PIPELINE,
        assets=(table,) if table else (),
        owner=_owner(entity),
        domain=_domain(entity),
        excerpt=text(result, "result"),
        started_at=moment(result, "timestamp") or moment(event, "timestamp"),
        identity=(full,),
    )


def _table(entity: Mapping[str, Any], parts: list[str]) -> str:
    linked = _LINK.search(text(entity, "entityLink") or "")
    if linked:
        return linked["table"]
    return ".".join(parts[:4] if len(parts) >= _WITH_COLUMN else parts[:-1])


def _symptom(entity: Mapping[str, Any], name: str) -> Symptom:
    words = f"{text(entity, 'testDefinition', 'name') or ''} {name}"
    if _SCHEMA.search(words):
        return Symptom.SCHEMA
    found = symptom_of(words, default=Symptom.DISTRIBUTION)
    return found if found in {Symptom.FRESHNESS, Symptom.VOLUME, Symptom.SCHEMA} else Symptom.DISTRIBUTION


def _owner(entity: Mapping[str, Any]) -> str | None:
    owners = [*records(entity, "owners"), record(entity, "owner")]
    named = (first_text(each, "displayName", "name", "fullyQualifiedName") for each in owners)
    return next((name for name in named if name), None)


def _domain(entity: Mapping[str, Any]) -> str | None:
    domains = [record(entity, "domain"), *records(entity, "domains")]
    return next((name for each in domains if (name := first_text(each, "name", "displayName"))), None)


def _pipeline(event: Mapping[str, Any], entity: Mapping[str, Any], state: Mapping[str, Any]) -> Signal | None:
    said = first_text(state, "executionStatus", "pipelineState", "testCaseStatus") or ""
    if said.casefold() not in _PIPELINE:
        return None
    full = first_text(event, "entityFullyQualifiedName") or first_text(entity, "fullyQualifiedName", "name")
    name, did = full or "without a name", _PIPELINE[said.casefold()]
    failed = [
        text(each, "name")
        for each in records(state, "taskStatus")
        if text(each, "executionStatus") == "Failed"
    ]
    return Signal(
        source="openmetadata",
        title=f"Pipeline {name} {did}",
        status=AlertStatus.RESOLVED if did == "succeeded" else AlertStatus.FIRING,
        symptom=Symptom.PIPELINE,
        assets=(name,),
        owner=_owner(entity),
        domain=_domain(entity),
        run=first_text(state, "runId"),
        excerpt=f"Failed: {', '.join(filter(None, failed))}" if failed else None,
        started_at=moment(state, "timestamp") or moment(event, "timestamp"),
        identity=(name,),
    )
