"""What lies in envelopes: AWS's notifications and events, and CloudEvents."""

import base64
import json
from typing import Any

import pytest

from bot.alerts.reading.read_payload import read_payload
from models.signal import Signal


def said(body: Any) -> tuple[Signal, ...]:
    return read_payload(body).signals


def one(body: Any) -> Signal:
    [signal] = said(body)
    return signal


ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-queue-depth"


def alarm(state: str = "ALARM", **more: Any) -> dict[str, Any]:
    return {
        "AlarmName": "orders-queue-depth",
        "AlarmDescription": "Too many messages wait",
        "NewStateValue": state,
        "NewStateReason": "Threshold Crossed",
        "StateChangeTime": "2026-11-18T05:00:00.000+0000",
        "AlarmArn": ARN,
        "Trigger": {
            "MetricName": "ApproximateNumberOfMessages",
            "Dimensions": [{"name": "QueueName", "value": "orders"}],
        },
        **more,
    }


def sns(message: Any, kind: str = "Notification") -> dict[str, Any]:
    words = message if isinstance(message, str) else json.dumps(message)
    return {
        "Type": kind,
        "MessageId": "1",
        "TopicArn": "arn:aws:sns:eu-west-1:1:alerts",
        "Subject": "ALARM",
        "Message": words,
    }


def to_function(*messages: Any) -> dict[str, Any]:
    return {
        "Records": [{"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": sns(each)} for each in messages]
    }


def from_queue(*messages: Any) -> dict[str, Any]:
    return {"Records": [{"eventSource": "aws:sqs", "body": json.dumps(sns(each))} for each in messages]}


def eventbridge(source: str, kind: str, **detail: Any) -> dict[str, Any]:
    return {
        "version": "0",
        "id": "e-1",
        "detail-type": kind,
        "source": source,
        "account": "1",
        "time": "2026-11-18T05:00:00Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": detail,
    }


def alarm_event(state: str) -> dict[str, Any]:
    metric = {"metricStat": {"metric": {"name": "Age", "dimensions": {"QueueName": "orders"}}}}
    detail = {"alarmName": "orders-queue-depth", "state": {"value": state, "reason": "Threshold Crossed"}}
    detail["configuration"] = {"metrics": [metric]}
    return {**eventbridge("aws.cloudwatch", "CloudWatch Alarm State Change", **detail), "resources": [ARN]}


@pytest.mark.parametrize("wrap", [sns, to_function, from_queue, dict])
def test_an_alarm_is_read_however_it_comes(wrap):
    signal = one(wrap(alarm()))
    assert (signal.source, signal.status, signal.symptom) == ("aws", "firing", "infra")
    assert (signal.assets, signal.rule) == (("orders",), "orders-queue-depth")
    assert signal.title == "Alarm orders-queue-depth: ApproximateNumberOfMessages of orders"
    fine = one(wrap(alarm("OK")))
    assert (fine.status, fine.fingerprint) == ("resolved", signal.fingerprint)
    reading = read_payload(wrap(alarm("INSUFFICIENT_DATA")))
    assert (reading.source, reading.signals, reading.unreadable) == ("aws", (), False)


def test_an_alarm_is_the_same_by_eventbridge_and_to_a_function():
    by_event = one(alarm_event("ALARM"))
    function = {"source": "aws.cloudwatch", "alarmArn": ARN, "region": "eu-west-1"}
    direct = one({**function, "alarmData": alarm_event("OK")["detail"]})
    assert by_event.fingerprint == direct.fingerprint == one(alarm()).fingerprint
    assert (by_event.status, direct.status) == ("firing", "resolved")
    assert one(sns(alarm_event("ALARM"))) == by_event


def test_several_notifications_in_one_body_are_all_read():
    other = alarm("OK", AlarmName="disk", AlarmArn=ARN + "2")
    assert [each.status for each in said(to_function(alarm(), other))] == ["firing", "resolved"]


@pytest.mark.parametrize(
    "body",
    [
        sns("You have chosen to subscribe", "SubscriptionConfirmation"),
        sns("gone", "UnsubscribeConfirmation"),
        sns("Hello, the load failed"),
        sns({"hello": 1}),
        sns("[1, 2]"),
        to_function("plain words"),
        eventbridge(
            "aws.codepipeline", "CodePipeline Pipeline Execution State Change", pipeline="p", state="STARTED"
        ),
        eventbridge("aws.s3", "Object Created", bucket={"name": "b"}),
        {"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "failed.csv"}}}]},
    ],
)
def test_confirmations_plain_words_and_progress_are_no_alerts(body):
    reading = read_payload(body)
    assert (reading.source, reading.signals, reading.unreadable) == ("aws", (), False)


@pytest.mark.parametrize(
    ("source", "kind", "detail", "about"),
    [
        ("aws.glue", "Glue Job State Change", {"jobName": "load", "jobRunId": "jr", "message": "x"}, "load"),
        ("aws.glue", "Glue Crawler State Change", {"crawlerName": "raw", "errorMessage": "x"}, "raw"),
        (
            "aws.codepipeline",
            "CodePipeline Pipeline Execution State Change",
            {"pipeline": "deploy"},
            "deploy",
        ),
        ("aws.codebuild", "CodeBuild Build State Change", {"project-name": "image"}, "image"),
        ("aws.batch", "Batch Job State Change", {"jobName": "nightly", "statusReason": "x"}, "nightly"),
        ("aws.emr", "EMR Step Status Change", {"name": "spark", "severity": "ERROR"}, "spark"),
        ("aws.athena", "Athena Query State Change", {"workgroupName": "primary"}, "primary"),
        ("aws.redshift-data", "Redshift Data Statement Status Change", {"statementName": "merge"}, "merge"),
    ],
)
def test_a_run_of_an_aws_service_fails_and_succeeds_again(source, kind, detail, about):
    key = {"aws.codebuild": "build-status", "aws.athena": "currentState", "aws.batch": "status"}.get(
        source, "state"
    )
    failed = one(eventbridge(source, kind, **detail, **{key: "FAILED"}))
    assert (failed.source, failed.status, failed.symptom, failed.assets) == (
        "aws",
        "firing",
        "pipeline",
        (about,),
    )
    fine = one(eventbridge(source, kind, **detail, **{key: "SUCCEEDED"}))
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)


def test_a_state_machine_is_known_by_its_arn_and_a_timeout_is_a_failure():
    arns = {
        "stateMachineArn": "arn:aws:states:eu-west-1:1:stateMachine:nightly",
        "executionArn": "arn:aws:states:eu-west-1:1:execution:nightly:17",
    }
    signal = one(
        eventbridge("aws.states", "Step Functions Execution Status Change", status="TIMED_OUT", **arns)
    )
    assert (signal.title, signal.run) == ("State machine nightly timed out", arns["executionArn"])


def test_a_machine_that_could_not_be_started_is_about_infrastructure():
    detail = {"AutoScalingGroupName": "loaders", "StatusCode": "Failed", "StatusMessage": "no capacity"}
    signal = one(eventbridge("aws.autoscaling", "EC2 Instance Launch Unsuccessful", **detail))
    assert (signal.symptom, signal.assets, signal.excerpt) == ("infra", ("loaders",), "no capacity")


def test_a_data_quality_result_is_about_the_table():
    context = {"contextType": "GLUE_DATA_CATALOG", "databaseName": "sales", "tableName": "orders"}
    body = eventbridge(
        "aws.glue-dataquality",
        "Data Quality Evaluation Results Available",
        context=context,
        rulesetNames=["basic"],
        state="FAILED",
        score=0.5,
    )
    signal = one(body)
    assert (signal.symptom, signal.assets, signal.rule) == ("distribution", ("sales.orders",), "basic")


def cloud_event(kind: str = "com.example.thing.changed", data: Any = None, **more: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": "1", "source": "/jobs/nightly", "type": kind, "data": data, **more}


SODA = {
    "event": "checkEvaluation",
    "checkResults": [
        {"id": "check-1", "name": "row count", "outcome": "fail", "datasets": [{"name": "orders"}]}
    ],
}


def test_what_an_envelope_holds_is_read_by_the_tool_that_wrote_it():
    plain = one(SODA)
    assert plain.source == "soda"
    assert one(cloud_event(data=SODA)) == plain
    assert one(cloud_event(data=json.dumps(SODA))) == plain
    in_base64 = base64.b64encode(json.dumps(SODA).encode()).decode()
    bare = {key: value for key, value in cloud_event().items() if key != "data"}
    assert one({**bare, "data_base64": in_base64}) == plain
    assert one(sns(SODA)) == plain
    assert one(cloud_event(data=sns(alarm()))) == one(alarm())


@pytest.mark.parametrize("data", [None, {"a": 1}, [], "words", 7, {"message": "the load failed"}])
def test_an_envelope_of_an_unknown_type_says_nothing(data):
    reading = read_payload(cloud_event(data=data))
    assert (reading.source, reading.signals, reading.unreadable) == ("cloudevents", (), False)


def test_the_type_of_an_event_may_tell_how_it_ended():
    failed = one(
        cloud_event("dev.tekton.event.pipelinerun.failed.v1", {"message": "exit 1"}, subject="load-orders")
    )
    fine = one(cloud_event("dev.tekton.event.pipelinerun.succeeded.v1", subject="load-orders"))
    assert (failed.source, failed.status, failed.excerpt) == ("cloudevents", "firing", "exit 1")
    assert failed.title == "pipelinerun failed: load-orders"
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)


def test_a_batch_of_events_is_read_one_by_one():
    batch = [cloud_event(), cloud_event("a.job.failed"), cloud_event(data=SODA)]
    assert [each.source for each in said(batch)] == ["cloudevents", "soda"]


def test_an_envelope_in_an_envelope_has_an_end():
    body: Any = alarm()
    for _ in range(3):
        body = sns(body)
    assert one(body).source == "aws"
    for _ in range(4):
        body = sns(body)
    assert said(body) == ()
