"""Dagster: what run status sensors, asset checks and the alert policies of Dagster+ post.

None of these has a fixed body: a sensor is the team's own code, a webhook of Dagster+ a template.
Written after Dagster's pages on run status sensors, asset checks, and the event types of alert policies.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading import labels as told
from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text, texts
from bot.alerts.reading.states import status_of
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: The event types of alert policies, and of the event log.
_EVENT: Final = re.compile(
    r"(?:DAGSTER_)?(?P<about>JOB|RUN|PIPELINE|STEP|ASSET_MATERIALIZATION|ASSET_CHECK(?:_SEVERITY|_EXECUTION)?"
    r"|ASSET_FRESHNESS|FRESHNESS|ASSET_HEALTH|ASSET_OVERDUE|TICK|CODE_LOCATION|AGENT)_"
    r"(?P<what>FAILURE|FAILED|FAIL|ERROR|WARN|WARNING|DEGRADED|LONG_RUNNING|UNAVAILABLE|OVERDUE"
    r"|SUCCESS|SUCCEEDED|PASSED|PASS|HEALTHY|CANCELED|START|ENQUEUED|UNKNOWN)"
)
_STATUSES: Final = frozenset({"FAILURE", "SUCCESS", "CANCELED", "CANCELING", "STARTED", "STARTING", "QUEUED"})
_OVER: Final = frozenset({"SUCCESS", "SUCCEEDED", "PASSED", "PASS", "HEALTHY"})
_NOTHING: Final = frozenset({"CANCELED", "START", "ENQUEUED", "UNKNOWN"})
_NESTS: Final = (
    "run",
    "dagster_run",
    "dagsterRun",
    "asset_check",
    "check",
    "evaluation",
    "asset",
    "event",
    "data",
)
_JOB: Final = ("job_name", "jobName", "pipeline_name", "pipelineName", "job")
_CHECK: Final = ("check_name", "checkName", "asset_check_name")
_RUN: Final = ("run_id", "runId", "dagster_run_id")
_EVENT_KEYS: Final = ("event_type", "eventType", "event_type_value", "type")
_ERRORS: Final = ("error", "error_message", "message", "alert_content", "description", "failure_message")


def recognises(body: Any) -> bool:
    """An event of theirs, a check of an asset, or a job's run in a state that only they name so."""
    found = _laid_flat(body)
    if _event(found) is not None:
        return first_text(found, *_JOB, *_CHECK, "alert_summary", "deployment_name") is not None or bool(
            _asset(found)
        )
    if _asset(found) and first_text(found, *_CHECK):
        return True
    if first_text(found, *_JOB) is None or first_text(found, *_RUN) is None:
        return False
    linked = any(
        "dagster" in key.casefold() or "dagster" in (text(found, key) or "").casefold() for key in found
    )
    return linked or _status(found) in _STATUSES


def read(body: Any) -> Sequence[Signal] | None:
    """A run, an asset, a check, or what carries them, failed or is fine again."""
    found = _laid_flat(body)
    event = _event(found)
    about, what = (event["about"], event["what"]) if event else ("", _status(found))
    if not (_asset(found) or first_text(found, *_JOB, "alert_summary", "title")):
        return None
    is_fine = (
        what in _OVER
        or (
            not event
            and at(
                found,
                "passed",
            )
            is True
        )
        or at(found, "success") is True
    )
    if what in _NOTHING or (not event and what and not is_fine and status_of(what) is None):
        return ()
    return (_signal(found, about, what, AlertStatus.RESOLVED if is_fine else AlertStatus.FIRING),)


def _signal(found: Mapping[str, Any], about: str, what: str, status: AlertStatus) -> Signal:
    asset, check, job = _asset(found), first_text(found, *_CHECK), first_text(found, *_JOB) or ""
    steps = _steps(found)
    labels = told.labels_in(found, at(found, "tags"))
    is_late = "FRESH" in about or "OVERDUE" in f"{about}{what}"
    return Signal(
        source="dagster",
        title=_title(found, is_fine=status is AlertStatus.RESOLVED, is_late=is_late),
        status=status,
        symptom=Symptom.FRESHNESS if is_late else _kind(check) if check else Symptom.PIPELINE,
        severity_hint=told.severity_in(labels) or ("warn" if what.startswith("WARN") else None),
        assets=(asset,) if asset else steps or ((job,) if job else ()),
        owner=told.owner_in(labels) or next(iter(texts(found, "owners")), None),
        domain=told.domain_in(labels),
        run=first_text(found, *_RUN),
        link=first_text(found, "run_url", "runUrl", "url", "link", "dagster_url", "notification_url"),
        excerpt=first_text(found, *_ERRORS) or text(found, "error", "message"),
        started_at=moment(found, "start_time") or moment(found, "timestamp"),
        identity=_identity(found, asset, check, job, is_late=is_late),
    )


def _title(found: Mapping[str, Any], *, is_fine: bool, is_late: bool) -> str:
    asset, check, job = _asset(found), first_text(found, *_CHECK), first_text(found, *_JOB)
    if check:
        return f"Check {check} {'passed' if is_fine else 'failed'} on {asset}"
    if asset and is_late:
        return f"Asset {asset} is {'fresh again' if is_fine else 'overdue'}"
    if asset:
        return f"Asset {asset} {'is fine again' if is_fine else 'failed to materialize'}"
    steps = "" if is_fine else f" at {', '.join(_steps(found)[:3])}" if _steps(found) else ""
    named = f"Job {job} {'succeeded' if is_fine else 'failed'}{steps}" if job else None
    return named or first_text(found, "alert_summary", "title", "alert_name") or "Dagster failed"


def _identity(
    found: Mapping[str, Any], asset: str, check: str | None, job: str, *, is_late: bool
) -> tuple[str, ...]:
    """Not the steps: a run that succeeds does not say which of them had failed before."""
    if check:
        return ("check", asset, check)
    if asset:
        return ("freshness" if is_late else "asset", asset)
    return (
        (job,) if job else ("policy", first_text(found, "alert_policy_name", "alert_summary", "title") or "")
    )


def _laid_flat(body: Any) -> Mapping[str, Any]:
    """What stands within a run, a check or an asset, beside what stands outside; the outer one counts."""
    nested = [record(body, key) for key in _NESTS]
    flat: dict[str, Any] = {}
    for each in (record(body), *nested):
        flat.update({key: value for key, value in each.items() if key not in flat})
    return flat


def _event(found: Mapping[str, Any]) -> re.Match[str] | None:
    said = (_EVENT.fullmatch((text(found, key) or "").upper()) for key in _EVENT_KEYS)
    return next((each for each in said if each), None)


def _status(found: Mapping[str, Any]) -> str:
    word = (first_text(found, "status", "run_status", "state") or "").upper()
    return word.removeprefix("DAGSTERRUNSTATUS.")


def _asset(found: Mapping[str, Any]) -> str:
    """`["a", "b"]`, `{"path": ["a", "b"]}` or `a/b`."""
    for key in ("asset_key", "assetKey", "asset", "asset_name"):
        path = texts(found, key) or texts(found, key, "path")
        if path or (words := text(found, key)):
            return "/".join(path) or words or ""
    return ""


def _steps(found: Mapping[str, Any]) -> tuple[str, ...]:
    listed = texts(found, "failed_steps") or texts(found, "step_keys") or texts(found, "steps")
    keys = tuple(
        key for each in records(found, "steps") if (key := first_text(each, "step_key", "key", "name"))
    )
    one = first_text(found, "step_key", "stepKey", "step", "op", "op_name")
    return tuple(sorted(listed or keys)) or ((one,) if one else ())


def _kind(check: str) -> Symptom:
    """Checks may count rows or look at columns; else they judge values."""
    found = symptom_of(check)
    return found if found in {Symptom.FRESHNESS, Symptom.VOLUME, Symptom.SCHEMA} else Symptom.DISTRIBUTION
