"""State changes that AWS services tell EventBridge: whose run, and how it ended, in each service's keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.alerts.reading.json_parts import first_text, moment, record, text, texts
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom


@dataclass(frozen=True, slots=True)
class _Service:
    """How one service tells of its runs."""

    what: str
    #: Keys of the name, the run and the reason; the first that is there counts.
    named: tuple[str, ...]
    run: tuple[str, ...] = ()
    reason: tuple[str, ...] = ("message", "statusReason", "cause", "errorMessage", "error", "StatusMessage")
    symptom: Symptom = Symptom.PIPELINE


_SERVICES: Final[Mapping[str, _Service]] = {
    "aws.glue": _Service("Glue", ("jobName", "crawlerName", "tableName", "databaseName"), ("jobRunId",)),
    "aws.states": _Service("State machine", ("stateMachineArn",), ("executionArn", "name")),
    "aws.codepipeline": _Service("Pipeline", ("pipeline",), ("execution-id",)),
    "aws.codebuild": _Service("Build", ("project-name",), ("build-id",)),
    "aws.codedeploy": _Service("Deployment of", ("application",), ("deploymentId",)),
    "aws.batch": _Service("Batch job", ("jobName",), ("jobId",)),
    "aws.emr": _Service("EMR", ("name", "clusterId"), ("stepId", "clusterId")),
    "aws.emr-serverless": _Service("EMR job", ("jobRunName", "applicationId"), ("jobRunId",)),
    "aws.emr-containers": _Service("EMR job", ("name", "virtualClusterId"), ("id",)),
    "aws.athena": _Service("Athena query in", ("workgroupName",), ("queryExecutionId",)),
    "aws.redshift-data": _Service("Redshift statement", ("statementName", "clusterId"), ("statementId",)),
    "aws.sagemaker": _Service(
        "SageMaker",
        ("TrainingJobName", "ProcessingJobName", "TransformJobName", "pipelineArn"),
        (),
        ("FailureReason",),
    ),
    "aws.dms": _Service("Replication task", ("category",), (), ("detailMessage",)),
    "aws.autoscaling": _Service(
        "Scaling of", ("AutoScalingGroupName",), ("ActivityId",), ("StatusMessage",), Symptom.INFRA
    ),
    "aws.mwaa": _Service("Airflow environment", ("name", "environmentName")),
}

_STATES: Final = (
    "state", "status", "currentState", "build-status", "currentPipelineExecutionStatus", "runState",
    "TrainingJobStatus", "ProcessingJobStatus", "TransformJobStatus", "eventType",
    "StatusCode",
)  # fmt: skip
_WRONG: Final = frozenset(
    {"FAILED", "FAILURE", "FAULT", "ERROR", "TIMEOUT", "TIMED_OUT", "ABORTED", "TERMINATED_WITH_ERRORS"}
)
_FINE: Final = frozenset({"SUCCEEDED", "SUCCESS", "COMPLETED", "FINISHED"})


def is_event(event: Any) -> bool:
    """An event of EventBridge."""
    return bool(text(event, "detail-type") and text(event, "source") and "detail" in record(event))


def read_state_change(event: Any) -> Sequence[Signal]:
    """Read how a run ended; a service that is not known is read by its state alone."""
    detail, came_from = record(event, "detail"), text(event, "source") or ""
    state = (first_text(detail, *_STATES) or "").upper().rpartition("REPLICATION_TASK_")[2]
    if state not in _WRONG | _FINE:
        return ()
    service = _SERVICES.get(came_from) or _Service(came_from, ("name", "jobName", "id"))
    name = _short(first_text(detail, *service.named) or text(event, "resources", 0) or came_from)
    if came_from == "aws.dms":
        name = _short(text(event, "resources", 0) or name)
    is_fine, checked = state in _FINE, "Data Quality" in (text(event, "detail-type") or "")
    table = ".".join(filter(None, (text(detail, "context", key) for key in ("databaseName", "tableName"))))
    about = table or name
    what = "Data quality of" if checked else service.what
    return (
        Signal(
            source="aws",
            title=f"{what} {about} {'succeeded' if is_fine else state.replace('_', ' ').casefold()}",
            status=AlertStatus.RESOLVED if is_fine else AlertStatus.FIRING,
            symptom=Symptom.DISTRIBUTION if checked else service.symptom,
            severity_hint=None if is_fine else text(detail, "severity"),
            assets=(about,),
            run=first_text(detail, *service.run),
            rule=next(iter(texts(detail, "rulesetNames")), None),
            excerpt=None if is_fine else _reason(detail, service),
            started_at=moment(event, "time"),
            # Stages and actions of one pipeline fail with it: they count as the pipeline.
            identity=(came_from, text(event, "account") or "", text(event, "region") or "", about),
        ),
    )


def _reason(detail: Mapping[str, Any], service: _Service) -> str | None:
    said = first_text(detail, *service.reason) or text(detail, "stateChangeReason", "message")
    return (
        said or text(detail, "athenaError", "errorMessage") or text(detail, "additional-information", "error")
    )


def _short(name: str) -> str:
    """The last part of an ARN."""
    return name.rsplit(":", 1)[-1].rsplit("/", 1)[-1] if name.startswith("arn:") else name
