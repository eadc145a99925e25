"""Databricks' job notifications to webhooks, after its documentation: ids and names, and never a reason.

`jobs.on_failure`, `jobs.on_success`, `jobs.on_start`, `jobs.on_duration_warning_threshold_exceeded`,
`jobs.on_streaming_backlog_exceeded`, for a job or for one of its tasks.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import first_text, record, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_EVENT: Final = re.compile(r"(?:jobs|tasks|runs)\.on_(?P<what>\w{1,80})")

#: What happened, in words: the symptom, the tool's own word.
_TROUBLES: Final[Mapping[str, tuple[str, Symptom, str | None]]] = {
    "failure": ("failed", Symptom.PIPELINE, None),
    "duration_warning_threshold_exceeded": ("takes longer than it should", Symptom.FRESHNESS, "warning"),
    "streaming_backlog_exceeded": ("falls behind its stream", Symptom.FRESHNESS, "warning"),
}


def recognises(body: Any) -> bool:
    """An event of a job, with its ids."""
    named = _EVENT.fullmatch(text(body, "event_type") or "")
    return named is not None and bool({"job", "run", "task"} & record(body).keys())


def read(body: Any) -> Sequence[Signal] | None:
    """Read what became of a job or task; that it started is no news."""
    event = _EVENT.fullmatch(text(body, "event_type") or "")
    if event is None or not recognises(body):
        return None
    if event["what"] == "success":
        return (_signal(body, "succeeded", None, None),)
    trouble = _TROUBLES.get(event["what"])
    return (_signal(body, *trouble),) if trouble else ()


def _signal(body: Any, did: str, symptom: Symptom | None, hint: str | None) -> Signal:
    job_id = text(body, "job", "job_id") or ""
    job = first_text(record(body, "job"), "name") or job_id or "without a name"
    task = text(body, "task", "task_key")
    return Signal(
        source="databricks",
        title=f"Task {task} of job {job} {did}" if task else f"Job {job} {did}",
        status=AlertStatus.FIRING if symptom else AlertStatus.RESOLVED,
        symptom=symptom or Symptom.PIPELINE,
        severity_hint=hint,
        assets=(f"{job}.{task}", job) if task else (job,),
        # A task's run belongs to the job's run, whose own notification shares it.
        run=text(body, "run", "parent_run_id") or text(body, "run", "run_id"),
        link=first_text(record(body, "run"), "run_page_url", "url"),
        run_link=first_text(record(body, "run"), "run_page_url", "url"),
        identity=(text(body, "workspace_id") or "", job_id or job, task or ""),
    )
