"""dbt Cloud (the dbt platform): `job.run.*` webhooks, which name the job but none of its models."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import first_text, moment, record, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_FAILED: Final = frozenset({"20", "error", "errored", "failed", "warned", "warning"})
_SUCCEEDED: Final = frozenset({"10", "success", "succeeded"})


def recognises(body: Any) -> bool:
    """An event of a job's run."""
    return (text(body, "eventType") or "").startswith("job.run.") and "accountId" in record(body)


def read(body: Any) -> Sequence[Signal] | None:
    """How a run ended: `errored` at once and `completed` after it are one failure.

    A cancelled run is somebody's own doing; a body without a state tries the endpoint.
    """
    event, run = text(body, "eventType") or "", record(body, "data")
    if not event.startswith("job.run.") or "data" not in record(body):
        return None
    state = (text(run, "runStatusCode") or text(run, "runStatus") or "").casefold()
    if event.endswith(".started") or not first_text(run, "jobId", "jobName"):
        return ()
    if state in _FAILED or (not state and text(run, "runErroredAt")):
        return (_signal(body, run, AlertStatus.FIRING),)
    return (_signal(body, run, AlertStatus.RESOLVED),) if state in _SUCCEEDED else ()


def _signal(body: Any, run: Mapping[str, Any], status: AlertStatus) -> Signal:
    number = text(run, "jobId") or ""
    job = text(run, "jobName") or f"{number}"
    word = (text(run, "runStatus") or "").casefold()
    return Signal(
        source="dbt_cloud",
        title=f"Job {job} {'failed' if status is AlertStatus.FIRING else 'succeeded'}",
        status=status,
        symptom=Symptom.PIPELINE,
        severity_hint="warn" if word.startswith("warn") else None,
        assets=(job,),
        run=text(run, "runId"),
        link=first_text(run, "runUrl", "run_url", "url"),
        excerpt=text(run, "runStatusMessage") or _where(run),
        started_at=moment(run, "runStartedAt"),
        identity=(text(body, "accountId") or "", number) if number else _named(run, job),
    )


def _named(run: Mapping[str, Any], job: str) -> tuple[str, ...]:
    return (job, text(run, "projectName") or "", text(run, "environmentName") or "")


def _where(run: Mapping[str, Any]) -> str:
    """Not why the run was started: that bears people's addresses."""
    labels = {"project": "projectName", "environment": "environmentName", "run": "runId"}
    return ", ".join(f"{label} {words}" for label, key in labels.items() if (words := text(run, key)))
