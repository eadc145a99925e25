"""dbt's own artifacts, posted as they are: `run_results.json` and `sources.json`, after their schemas.

What was skipped is a consequence, and no alert. What passed in `run_results.json` is fine again, for nothing
else tells of it; `sources.json` tells of stale sources only. `failures` may be a number, null or words.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_SCHEMA: Final = re.compile(r"/dbt/(?P<kind>run-results|sources)/v\d{1,3}")
WRONG: Final = {"error": "failed", "fail": "failed", "runtime error": "failed", "warn": "warned"} | {
    "partial success": "failed in part"
}
FINE: Final = {"pass": "passed", "success": "succeeded"}
_TESTS: Final = frozenset({"test", "unit_test"})

#: Nodes that a run builds or checks; an operation (a hook) is nobody's data.
_KINDS: Final = frozenset(
    {"model", "test", "unit_test", "snapshot", "seed", "source", "exposure", "function"}
)


def recognises(body: Any) -> bool:
    """An artifact with results, by the name of its schema or by how each result is told."""
    if not isinstance(at(body, "results"), list):
        return False
    if _SCHEMA.search(text(body, "metadata", "dbt_schema_version") or ""):
        return True
    results = records(body, "results")
    return bool(results) and all(
        "unique_id" in each and "status" in each and {"thread_id", "criteria"} & each.keys()
        for each in results
    )


def read(body: Any) -> Sequence[Signal] | None:
    """Read one signal for each node that failed, warned or passed; what is wrong comes first."""
    if not recognises(body):
        return None
    metadata = record(body, "metadata")
    told = _SCHEMA.search(text(metadata, "dbt_schema_version") or "")
    results = records(body, "results")
    if told["kind"] == "sources" if told else any("max_loaded_at" in each for each in results):
        found = (_source(each, metadata) for each in results)
    else:
        found = (_node(each, metadata) for each in results)
    return sorted((signal for signal in found if signal), key=lambda signal: not signal.is_firing)


def status_of(result: Mapping[str, Any]) -> str:
    """In one spelling: dbt writes `runtime error` here, `RuntimeErr` or `runtime_error` there."""
    word = (text(result, "status") or "").casefold().replace("_", " ")
    return "runtime error" if word in {"runtimeerr", "runtimeerror"} else word


def _node(result: Mapping[str, Any], metadata: Mapping[str, Any]) -> Signal | None:
    status, unique_id = status_of(result), text(result, "unique_id") or ""
    kind, name = _named(unique_id)
    tested = unique_id.split(".")[2:3] if kind == "unit_test" else []
    if kind not in _KINDS or status not in {**WRONG, **FINE}:
        return None
    table = (text(result, "relation_name") or "").translate({ord(mark): None for mark in '"`[]'})
    is_test = kind in _TESTS
    return Signal(
        source="dbt",
        title=f"{'Test' if is_test else kind.capitalize()} {name} {(WRONG | FINE)[status]}",
        status=AlertStatus.FIRING if status in WRONG else AlertStatus.RESOLVED,
        symptom=_symptom(name) if is_test else Symptom.FRESHNESS if kind == "source" else Symptom.PIPELINE,
        severity_hint=status if status in WRONG else None,
        # A test's relation is where its failures are stored, and no asset.
        assets=tuple(tested) if is_test else tuple(dict.fromkeys(each for each in (table, name) if each)),
        run=text(metadata, "invocation_id"),
        excerpt=words_of(result) if status in WRONG else None,
        started_at=moment(result, "timing", -1, "started_at") or moment(metadata, "generated_at"),
        identity=(unique_id,),
    )


def _named(unique_id: str) -> tuple[str, str]:
    """Kind and name of `kind.project.name`; a name of another form stands for itself.

    A test's has a hash behind it, a unit test's the model's before it.
    """
    kind, _, rest = unique_id.partition(".")
    parts = rest.split(".")[1:]
    if kind in _TESTS:
        parts = parts[:1] if kind == "test" else parts[1:]
    return kind, ".".join(parts) or unique_id


def _symptom(test: str) -> Symptom:
    found = symptom_of(test, default=Symptom.DISTRIBUTION)
    return found if found in {Symptom.FRESHNESS, Symptom.VOLUME, Symptom.SCHEMA} else Symptom.DISTRIBUTION


def words_of(result: Mapping[str, Any]) -> str | None:
    """What dbt says of a result: its message, else how many rows failed."""
    failures = text(result, "failures")
    said = text(result, "message")
    counted = f"{failures} failures" if failures and failures.isdecimal() else failures
    return said or counted


def _source(result: Mapping[str, Any], metadata: Mapping[str, Any]) -> Signal | None:
    status, unique_id = status_of(result), text(result, "unique_id") or ""
    if status not in WRONG:
        return None
    _, name = _named(unique_id)
    unknown = status == "runtime error"
    age = first_text(result, "max_loaded_at_time_ago_in_s") or ""
    loaded = f": last loaded {_ago(float(age))} ago" if re.fullmatch(r"\d{1,12}(?:\.\d{1,9})?", age) else ""
    return Signal(
        source="dbt",
        title=f"Freshness of {name} could not be computed" if unknown else f"Source {name} is stale{loaded}",
        symptom=Symptom.PIPELINE if unknown else Symptom.FRESHNESS,
        severity_hint=status,
        assets=(name,),
        run=text(metadata, "invocation_id"),
        excerpt=first_text(result, "error", "message") or criteria_of(result),
        started_at=moment(result, "snapshotted_at") or moment(metadata, "generated_at"),
        identity=(unique_id,),
    )


def _ago(seconds: float) -> str:
    for size, word in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {word}"
    return f"{seconds:.0f} seconds"


def criteria_of(result: Mapping[str, Any]) -> str | None:
    """When a source counts as stale."""
    wanted = {name: record(result, "criteria", f"{name}_after") for name in ("warn", "error")}
    told = [
        f"{name} after {count} {text(each, 'period') or ''}".strip()
        for name, each in wanted.items()
        if (count := text(each, "count"))
    ]
    return ", ".join(told) or None
