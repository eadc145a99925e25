"""Soda Cloud's webhooks, after its documentation (v3 and v4): check evaluations, incidents, contracts.

One body brings many check results. A check that passes says that it is fine again; an incident is over when
its status says so (`resolutionNotes` alone does not). Agreements and contracts are paperwork, and `validate`
tries the line.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_EVENT: Final = re.compile(r"(?:check|incident|agreement|contract)[A-Z]\w{2,40}")
_CHECK: Final = re.compile(r"/checks/(?P<id>[\w*-]{6,80})")
_SCHEMA: Final = re.compile(r"^\s*-?\s*schema\b|\bschema(?: check|:)", re.I | re.M)
_FIRING: Final = {"warn": "warned", "fail": "failed", "error": "could not be evaluated"}
#: The outcome is written `fail` in webhooks, and `failed` where people read it.
_SPELT: Final = {"failed": "fail", "warned": "warn", "warning": "warn", "passed": "pass", "errored": "error"}
_OVER: Final = frozenset({"resolved", "closed", "fixed"})


def recognises(body: Any) -> bool:
    """An event of Soda's, with what that event brings."""
    event = text(body, "event") or ""
    if event == "validate":
        return "sentAt" in record(body)
    brings = {"checkResults", "incident", "agreement", "contract"}
    return _EVENT.fullmatch(event) is not None and bool(brings & record(body).keys())


def read(body: Any) -> Sequence[Signal] | None:
    """Read one signal for each check result, or the incident."""
    event = text(body, "event") or ""
    if event == "checkEvaluation":
        return tuple(signal for result in records(body, "checkResults") if (signal := _check(result)))
    if event.startswith("incident"):
        incident = record(body, "incident")
        return (_incident(incident),) if first_text(incident, "id", "number", "title") else None
    return () if recognises(body) else None


def _check(result: Mapping[str, Any]) -> Signal | None:
    word = (first_text(result, "outcome", "evaluationStatus") or "").casefold()
    outcome = _SPELT.get(word, word)
    if outcome not in {*_FIRING, "pass"}:
        return None
    name, datasets = _name(result), _datasets(result)
    on = f" on {datasets[0]}" if datasets else ""
    found = _CHECK.search(text(result, "sodaCloudUrl") or "")
    check_id = found["id"] if found else first_text(result, "id")
    return Signal(
        source="soda",
        title=f"Check {name} {_FIRING.get(outcome, 'passed')}{on}",
        status=AlertStatus.RESOLVED if outcome == "pass" else AlertStatus.FIRING,
        symptom=_symptom(result, name, outcome),
        severity_hint=outcome if outcome in _FIRING else None,
        assets=datasets,
        owner=_owner(result),
        domain=_domain(result),
        link=text(result, "sodaCloudUrl"),
        test_link=text(result, "sodaCloudUrl"),
        excerpt=_excerpt(result),
        started_at=moment(result, "dataTimestamp"),
        identity=("check", check_id) if check_id else ("check", *datasets[:1], name),
    )


def _name(result: Mapping[str, Any]) -> str:
    """Its name; older bodies have a definition alone, whose first line only says of what."""
    lines = [line.strip(" -:") for line in (text(result, "definition") or "").splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("checks for ")] or lines
    return first_text(result, "name") or (told[0] if told else first_text(result, "id") or "without a name")


def _datasets(result: Mapping[str, Any]) -> tuple[str, ...]:
    found = (first_text(each, "name", "label") for each in records(result, "datasets"))
    return tuple(name for name in found if name)


def _symptom(result: Mapping[str, Any], name: str, outcome: str) -> Symptom:
    """What was checked; a check that could not be evaluated says nothing of the data."""
    if outcome == "error":
        return Symptom.PIPELINE
    words = f"{name}\n{text(result, 'definition') or ''}"
    if _SCHEMA.search(words):
        return Symptom.SCHEMA
    found = symptom_of(re.sub(r"^checks for .*$", "", words, flags=re.M), default=Symptom.DISTRIBUTION)
    told = {Symptom.FRESHNESS, Symptom.VOLUME, Symptom.SCHEMA, Symptom.PRIVACY}
    return found if found in told else Symptom.DISTRIBUTION


def _owner(result: Mapping[str, Any]) -> str | None:
    owners = (result.get("owner"), *(each.get("owner") for each in records(result, "datasets")))
    return next(
        (named for owner in owners if (named := first_text(owner, "email", "fullName", "name"))), None
    )


def _domain(result: Mapping[str, Any]) -> str | None:
    held = [result, *records(result, "datasets")]
    attributes = (each for holder in held for each in records(holder, "attributes"))
    named = (each for each in attributes if text(each, "name") in {"domain", "data_domain"})
    return next((value for each in named if (value := text(each, "value"))), None)


def _excerpt(result: Mapping[str, Any]) -> str:
    measured = text(result, "diagnostics", "value")
    column = text(result, "column")
    said = (
        text(result, "definition"),
        f"Column: {column}" if column else None,
        f"Measured: {measured}" if measured else None,
    )
    return "\n".join(words for words in said if words)


def _incident(incident: Mapping[str, Any]) -> Signal:
    status = (text(incident, "status") or "").casefold()
    results = records(incident, "checkResults")
    named = first_text(incident, "title", "description") or f"Incident {text(incident, 'number') or ''}"
    return Signal(
        source="soda",
        title=named.strip(),
        status=AlertStatus.RESOLVED if status in _OVER else AlertStatus.FIRING,
        symptom=symptom_of(named, *map(_name, results), default=Symptom.DISTRIBUTION),
        severity_hint=text(incident, "severity"),
        assets=tuple(dict.fromkeys(name for each in results for name in _datasets(each))),
        owner=first_text(at(incident, "lead"), "email") or first_text(at(incident, "reporter"), "email"),
        link=text(incident, "sodaCloudUrl"),
        excerpt=text(incident, "description"),
        started_at=moment(incident, "createdTimestamp") or moment(incident, "created"),
        identity=("incident", first_text(incident, "id", "number") or named),
    )
