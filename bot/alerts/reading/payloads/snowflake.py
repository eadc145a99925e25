"""Snowflake's error notifications for tasks and pipes, after its documentation.

They leave Snowflake by a message bus only, so the message may lie bare, in a Pub/Sub push or in Event Grid's
events; `aws` unwraps Amazon's SNS.
Delivery is at least once, `completedTime` may be the word "null", and `messages` may tell of several runs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.alerts.reading.inner_json import contents
from bot.alerts.reading.json_parts import first_text, moment, record, records, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom


def recognises(body: Any) -> bool:
    """A message about a task or a pipe of an account."""
    return _message(body) is not None


def read(body: Any) -> Sequence[Signal] | None:
    """Read which task or pipe failed, or which task graph ran again."""
    message = _message(body)
    if message is None:
        return None
    kind = text(message, "messageType") or ""
    if text(message, "pipeName"):
        return (_pipe(message),) if "FAILED" in kind or "ERROR" in kind else ()
    if "FAILED" in kind or "SUCCEEDED" in kind:
        return (_task(message, is_fine="SUCCEEDED" in kind),)
    return ()


def _message(body: Any) -> Mapping[str, Any] | None:
    for found in contents(body):
        named = first_text(found, "taskName", "rootTaskName", "pipeName")
        if (
            named
            and text(found, "messageType")
            and {"accountName", "messages", "messageId"} & record(found).keys()
        ):
            return record(found)
    return None


def _task(message: Mapping[str, Any], *, is_fine: bool) -> Signal:
    task = first_text(message, "taskName", "rootTaskName") or ""
    runs = records(message, "messages")
    last = runs[-1] if runs else {}
    return Signal(
        source="snowflake",
        title=f"Task {task} {'succeeded' if is_fine else 'failed'}",
        status=AlertStatus.RESOLVED if is_fine else AlertStatus.FIRING,
        symptom=Symptom.PIPELINE,
        assets=(task,),
        run=_run(message, last),
        excerpt=None if is_fine else "\n".join(_error(each) for each in runs[-5:]) or None,
        started_at=moment(last, "queryStartTime") or moment(message, "timestamp"),
        identity=("task", task),
    )


def _run(message: Mapping[str, Any], last: Mapping[str, Any]) -> str | None:
    """The run of the whole graph: a task's failure is no other than its root's."""
    run = first_text(last, "graphRunGroupId", "runId")
    return f"{first_text(message, 'rootTaskName', 'taskName')} {run}" if run else None


def _error(run: Mapping[str, Any]) -> str:
    code, said = text(run, "errorCode"), first_text(run, "errorMessage", "firstError") or ""
    return f"{code}: {said}" if code else said


def _pipe(message: Mapping[str, Any]) -> Signal:
    pipe, table = text(message, "pipeName") or "", text(message, "tableName")
    files = records(message, "messages")
    told = (": ".join(filter(None, (text(each, "fileName"), _error(each)))) for each in files[-5:])
    return Signal(
        source="snowflake",
        title=f"Pipe {pipe} could not load {'a file' if len(files) < 2 else f'{len(files)} files'}"
        + (f" into {table}" if table else ""),
        symptom=Symptom.PIPELINE,
        assets=(table, pipe) if table else (pipe,),
        excerpt="\n".join(told) or None,
        started_at=moment(message, "timestamp"),
        identity=("pipe", pipe),
    )
