"""Airflow: the JSON that a callback posts; there is no standard, so keys are taken as people spell them.

Our own form is `dag_id`, `task_id`, `run_id`, `state`, `log_url`, `exception` (docs/alert-form.md). Bodies
made from the callback's context (`dag_run`, `task_instance`, `ti`), nested or as text, are read as well.
Written after Airflow's pages on callbacks and templates.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading import labels as told
from bot.alerts.reading.json_parts import at, first_text, moment, record, text
from bot.alerts.reading.states import status_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_NESTS: Final = ("task_instance", "ti", "taskInstance", "dag_run", "dagRun", "task", "dag", "data", "payload")
_DAG: Final = ("dag_id", "dagId", "dag", "dag_name")
_TASK: Final = ("task_id", "taskId", "task", "task_name", "task_display_name")
_RUN: Final = ("run_id", "runId", "dag_run_id", "dagRunId")
_LOG: Final = ("log_url", "logUrl", "log_link", "logs", "url")
_DATES: Final = (
    "logical_date",
    "logicalDate",
    "execution_date",
    "executionDate",
    "try_number",
    "data_interval_start",
)
_ERROR: Final = ("exception", "error", "error_message", "reason", "message", "text")

#: Objects that were turned into text: `<TaskInstance: dag.task run [failed]>`, `<DAG: dag>`.
_INSTANCE: Final = re.compile(
    r"<TaskInstance: (?P<dag>[\w-]{1,250}(?:\.[\w-]{1,250})?)\.(?P<task>[\w-]{1,250}) (?P<run>\S{1,250})"
    r"(?: map_index=\d+)? \[(?P<state>\w{1,40})\]>"
)
#: What stands around a state: `on_…_callback`, `TaskInstanceState.…`, `dag_run_…`.
_AROUND: Final = re.compile(
    r"(?:^|[_.])(?:on|task|instance|dag|run|callback|alert|taskinstancestate|dagrunstate)(?=[_.]|$)"
)
_NAMED: Final = re.compile(r"<(?:DAG|DagRun|Task\(\w{1,100}\)):? (?P<name>[\w.-]{1,250})")


def recognises(body: Any) -> bool:
    """A DAG by its id, and something else that only a run of a DAG has."""
    parts = _parts(body)
    other = _found(parts, *_TASK, *_RUN, *_DATES) or "/dags/" in (_found(parts, *_LOG) or "")
    return _dag(parts) is not None and bool(other) and "eventType" not in record(body)


def read(body: Any) -> Sequence[Signal] | None:
    """A task, or a whole DAG run, failed or succeeded; one that will be tried again has not failed."""
    parts = _parts(body)
    dag = _dag(parts)
    if dag is None:
        return None
    state = _state(parts)
    missed = "sla" in state or "deadline" in state
    status = AlertStatus.FIRING if missed or not state else status_of(state)
    return () if status is None else (_signal(parts, dag, _task(parts), status, is_missed=missed),)


def _signal(
    parts: Sequence[Mapping[str, Any]], dag: str, task: str | None, status: AlertStatus, *, is_missed: bool
) -> Signal:
    did = "succeeded" if status is AlertStatus.RESOLVED else "missed its deadline" if is_missed else "failed"
    labels = told.labels_in(*parts[:1], *(at(part, "tags") for part in parts))
    owner, run = _found(parts, "owner", "owners"), _found(parts, *_RUN)
    return Signal(
        source="airflow",
        title=f"Task {task} of DAG {dag} {did}" if task else f"DAG {dag} {did}",
        status=status,
        symptom=Symptom.FRESHNESS if is_missed else Symptom.PIPELINE,
        severity_hint=told.severity_in(labels),
        assets=(f"{dag}.{task}" if task else dag,),
        owner=owner if owner and owner.casefold() != "airflow" else told.first(labels, "team"),
        domain=told.domain_in(labels),
        # Its id is the time it was scheduled for, which DAGs share.
        run=f"{dag} {run}" if run else None,
        link=_found(parts, *_LOG),
        run_link=_found(parts, "dag_run_url", "run_url", "dag_url"),
        excerpt=_error(parts, *_ERROR),
        started_at=next((began for part in parts if (began := moment(part, "start_date"))), None),
        identity=(dag, task or ""),
    )


def _parts(body: Any) -> Sequence[Mapping[str, Any]]:
    """The body, the context within it, and what lies in either; objects as text are read."""
    tops = [part for part in (record(body), record(body, "context")) if part]
    nested = [record(top, key) for top in tops for key in _NESTS]
    said = (_INSTANCE.search((text(top, key) or "")[:2_000]) for top in tops for key in _NESTS[:3])
    written = [
        {"dag_id": found["dag"], "task_id": found["task"], "run_id": found["run"], "state": found["state"]}
        for found in said
        if found
    ]
    return [part for part in (*tops, *nested, *written) if part]


def _found(parts: Sequence[Mapping[str, Any]], *keys: str) -> str | None:
    words = (first_text(part, key) for key in keys for part in parts)
    return next((word for word in words if word and not word.startswith("<")), None)


def _dag(parts: Sequence[Mapping[str, Any]]) -> str | None:
    return _found(parts, *_DAG) or _named(parts, "dag", "dag_run")


def _task(parts: Sequence[Mapping[str, Any]]) -> str | None:
    return _found(parts, *_TASK) or _named(parts, "task")


def _named(parts: Sequence[Mapping[str, Any]], *keys: str) -> str | None:
    found = (_NAMED.match(first_text(part, key) or "") for key in keys for part in parts)
    return next((each["name"] for each in found if each), None)


def _state(parts: Sequence[Mapping[str, Any]]) -> str:
    """`failed`, `up_for_retry`…; the name of a callback (`on_failure_callback`) or event says it, too."""
    said = _found(parts, "state", "status", "current_state") or _found(
        parts, "event", "event_type", "callback"
    )
    state = _AROUND.sub("", (said or "")[:100].casefold().replace("-", "_")).strip("._")
    # The DAG's run may still be running, whose state stands beside the error of its task.
    failed = status_of(state) is None and "retry" not in state and _error(parts, "exception", "error")
    return "failed" if failed else state


def _error(parts: Sequence[Mapping[str, Any]], *keys: str) -> str | None:
    nested = (record(part, key) for part in parts for key in ("exception", "error"))
    said = (first_text(each, "message", "value", "type") for each in nested)
    return _found(parts, *keys) or next((words for words in said if words), None)
