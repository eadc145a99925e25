"""OpenLineage run events: `FAIL` and `ABORT` are alerts, `COMPLETE` ends them, the rest is on the way.

One failure is told more than once: by the task, and by the run that it belongs to (`parent` facet). The run's
event says nothing where it only repeats its tasks: Airflow's lists them (`airflowState`), others are in the
same body. Events come alone or as a list. Dataset and job events say nothing about a run.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import MOST_ITEMS, first_text, moment, record, records, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_FAILED: Final = frozenset({"FAIL", "ABORT"})
_TYPES: Final = frozenset({"START", "RUNNING", "COMPLETE", "OTHER"}) | _FAILED

#: A name of OpenLineage's own documents, by which events without a run are known.
_SCHEMA: Final = re.compile(r"openlineage\.io/spec/.{1,100}#/(?:definitions|\$defs)/\w{0,20}Event")


def recognises(body: Any) -> bool:
    """An event, or nothing but events."""
    events = _events(body)
    return bool(events) and all(_is_event(each) for each in events)


def read(body: Any) -> Sequence[Signal] | None:
    """Read what became of each job, what failed first; of several events about one job the last counts."""
    if not recognises(body):
        return None
    events = _events(body)
    runs = [each for each in events if text(each, "run", "runId")]
    if not runs and any("run" in each for each in events):
        return None  # without an id it is no run event
    told = {_parent(each) for each in runs if _kind(each) in _FAILED}
    found = (_signal(each) for each in runs if not _repeats(each, told))
    last = {signal.identity: signal for signal in found if signal}
    return sorted(last.values(), key=lambda signal: not signal.is_firing)


def _events(body: Any) -> list[Mapping[str, Any]]:
    if isinstance(body, list):
        return [record(each) for each in body[:MOST_ITEMS]]
    return [body] if isinstance(body, Mapping) else []


def _is_event(event: Mapping[str, Any]) -> bool:
    job = text(event, "job", "name") and text(event, "job", "namespace")
    if _kind(event) in _TYPES and job and "run" in event:
        return True
    return _SCHEMA.search(text(event, "schemaURL") or "") is not None and bool(
        {"job", "dataset"} & event.keys()
    )


def _kind(event: Mapping[str, Any]) -> str:
    return (text(event, "eventType") or "").upper()


def _facets(event: Mapping[str, Any], of: str = "run") -> Mapping[str, Any]:
    return record(event, of, "facets")


def _parent(event: Mapping[str, Any]) -> str | None:
    return text(_facets(event), "parent", "run", "runId")


def _repeats(event: Mapping[str, Any], told: set[str | None]) -> bool:
    """Whether a run's failure is told by its tasks."""
    if _kind(event) not in _FAILED:
        return False
    tasks = record(_facets(event), "airflowState", "tasksState")
    return text(event, "run", "runId") in told or "failed" in tasks.values()


def _signal(event: Mapping[str, Any]) -> Signal | None:
    kind = _kind(event)
    if kind not in {*_FAILED, "COMPLETE"}:
        return None
    job, facets, unmet = text(event, "job", "name") or "", _facets(event), _unmet(event)
    did = "succeeded" if kind == "COMPLETE" else "was aborted" if kind == "ABORT" else "failed"
    link = text(facets, "airflow", "taskInstance", "log_url") or text(
        facets, "spark_applicationDetails", "historyUrl"
    )
    return Signal(
        source="openlineage",
        title=f"{_what(event, job)} {did}",
        status=AlertStatus.RESOLVED if kind == "COMPLETE" else AlertStatus.FIRING,
        symptom=Symptom.DISTRIBUTION if unmet else Symptom.PIPELINE,
        assets=_assets(event, job),
        owner=_owner(event),
        domain=_domain(event),
        run=_root(event),
        link=link,
        run_link=link,
        excerpt=None if kind == "COMPLETE" else _error(facets, unmet),
        started_at=moment(event, "eventTime"),
        identity=(text(event, "job", "namespace") or "", job),
    )


def _root(event: Mapping[str, Any]) -> str | None:
    """The run that several tasks share, where one is named."""
    parent = record(_facets(event), "parent")
    return text(parent, "root", "run", "runId") or text(parent, "run", "runId") or text(event, "run", "runId")


def _made(event: Mapping[str, Any]) -> str:
    """The table of a dbt node, whose job's name is longer than it tells."""
    node = record(_facets(event, "job"), "dbt_node")
    return ".".join(name for key in ("database", "schema", "alias") if (name := text(node, key)))


def _what(event: Mapping[str, Any], job: str) -> str:
    made = _made(event)
    if not made:
        return job
    return f"Tests of {made}" if job.endswith(".test") else f"Model {made}"


def _assets(event: Mapping[str, Any], job: str) -> tuple[str, ...]:
    """What the job makes, where it says so (a failed run seldom does); tests are about what they read."""
    made = _made(event)
    about = "inputs" if _unmet(event) else "outputs"
    named = (text(each, "name") for each in records(event, about))
    known = tuple(dict.fromkeys(name for name in (made, *named) if name))
    return (*known, job) if made or _unmet(event) else (job, *known)


def _unmet(event: Mapping[str, Any]) -> list[str]:
    """The assertions about data sets that do not hold."""
    sets = (*records(event, "inputs"), *records(event, "outputs"))
    facets = (record(each, kind) for each in sets for kind in ("facets", "inputFacets"))
    told = (each for held in facets for each in records(held, "dataQualityAssertions", "assertions"))
    unmet = (first_text(each, "name", "assertion") for each in told if each.get("success") is False)
    return list(dict.fromkeys(name or "assertion" for name in unmet))


def _owner(event: Mapping[str, Any]) -> str | None:
    owners = records(_facets(event, "job"), "ownership", "owners")
    named = next((name for each in owners if (name := text(each, "name"))), None)
    by_dag = text(_facets(event), "airflow", "task", "owner") or text(
        _facets(event), "airflow", "dag", "owner"
    )
    return named or (by_dag if by_dag != "airflow" else None)


def _domain(event: Mapping[str, Any]) -> str | None:
    for tags in (_facets(event, "job"), _facets(event)):
        for tag in records(tags, "tags", "tags"):
            if text(tag, "key") == "domain":
                return text(tag, "value")
    found = re.search(
        r"['\"]domain[:=]\s?([^'\"]{1,100})['\"]", text(_facets(event), "airflow", "dag", "tags") or ""
    )
    return found[1] if found else None


def _error(facets: Mapping[str, Any], unmet: list[str]) -> str | None:
    """The message; a stack trace only where there is no message, and of it the end."""
    said, stack = text(facets, "errorMessage", "message"), text(facets, "errorMessage", "stackTrace")
    if unmet:
        return "\n".join(unmet[:20])
    return said[:2_000] if said else stack[-1_000:] if stack else None
