"""CloudWatch alarms in the three forms in which AWS sends them: by SNS, by EventBridge, and to a function."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.alerts.reading.json_parts import first_text, moment, record, records, text
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom


def is_alarm(message: Any) -> bool:
    """The message of an alarm."""
    return bool(text(message, "AlarmName") and text(message, "NewStateValue"))


def read_alarm(message: Any) -> Sequence[Signal]:
    """Read what an alarm tells by SNS."""
    trigger = record(message, "Trigger")
    metrics = [
        trigger,
        *(record(each, "MetricStat", "Metric") for each in records(trigger, "Metrics")),
        *(record(each, "metricStat", "metric") for each in records(trigger, "metrics")),
    ]
    dimensions = (first_text(each, "value", "Value") for metric in metrics for each in _dimensions(metric))
    return _signals(
        state=text(message, "NewStateValue"),
        name=text(message, "AlarmName") or "",
        arn=text(message, "AlarmArn"),
        assets=tuple(value for value in dimensions if value),
        description=text(message, "AlarmDescription"),
        reason=text(message, "NewStateReason"),
        metric=first_text(trigger, "MetricName", "metricName") or "",
        region=_region(text(message, "AlarmArn")),
        since=message,
    )


def read_alarm_event(event: Any) -> Sequence[Signal]:
    """Read EventBridge's `CloudWatch Alarm State Change`, or what a function gets (`alarmData`)."""
    detail = record(event, "detail") or record(event, "alarmData")
    configuration = record(detail, "configuration")
    metrics = [record(each, "metricStat", "metric") for each in records(configuration, "metrics")]
    dimensions = (text(value) for metric in metrics for value in record(metric, "dimensions").values())
    arn = text(event, "alarmArn") or text(event, "resources", 0)
    return _signals(
        state=text(detail, "state", "value"),
        name=text(detail, "alarmName") or "",
        arn=arn,
        assets=tuple(value for value in dimensions if value),
        description=text(configuration, "description"),
        reason=text(detail, "state", "reason"),
        metric=next((name for metric in metrics if (name := text(metric, "name"))), ""),
        region=text(event, "region") or _region(arn),
        since=record(detail, "state"),
    )


def _dimensions(metric: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return records(metric, "Dimensions") or records(metric, "dimensions")


def _signals(
    *,
    state: str | None,
    name: str,
    arn: str | None,
    assets: tuple[str, ...],
    description: str | None,
    reason: str | None,
    metric: str,
    region: str | None,
    since: Mapping[str, Any],
) -> Sequence[Signal]:
    """`INSUFFICIENT_DATA` is neither broken nor fine."""
    if state not in {"ALARM", "OK"}:
        return ()
    measured = " of ".join(filter(None, (metric, *assets[:1])))
    return (
        Signal(
            source="aws",
            title=f"Alarm {name}: {measured}" if measured else f"Alarm {name}",
            status=AlertStatus.FIRING if state == "ALARM" else AlertStatus.RESOLVED,
            symptom=symptom_of(name, description or "", metric, default=Symptom.INFRA),
            assets=tuple(dict.fromkeys(assets)),
            rule=name,
            link=_link(name, region),
            excerpt="\n".join(filter(None, (description, reason))) or None,
            started_at=moment(since, "StateChangeTime") or moment(since, "timestamp"),
            identity=(arn or name,),
        ),
    )


def _region(arn: str | None) -> str | None:
    parts = (arn or "").split(":")
    return parts[3] if len(parts) > 5 else None


def _link(name: str, region: str | None) -> str | None:
    if (
        not region
        or not region.replace("-", "").isalnum()
        or not name.replace("-", "").replace("_", "").isalnum()
    ):
        return None
    return f"https://console.aws.amazon.com/cloudwatch/home?region={region}#alarmsV2:alarm/{name}"
