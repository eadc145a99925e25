"""AWS: what SNS delivers (by HTTP, to a function, through SQS), CloudWatch alarms, EventBridge's events.

Written after AWS's documentation. SNS's `Message` is a text that may or may not be JSON: plain words are no
alert, another tool's body is read by that tool's reader. Requests to confirm a subscription are no alerts.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.cloudwatch import is_alarm, read_alarm, read_alarm_event
from bot.alerts.reading.enveloped import read_enveloped
from bot.alerts.reading.eventbridge import is_event, read_state_change
from bot.alerts.reading.inner_json import json_in
from bot.alerts.reading.json_parts import at, record, records, text
from models.signal import Signal

_TYPES: Final = frozenset({"Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"})

#: An alarm in an event in a notification in a queue.
_DEEPEST: Final = 4


def recognises(body: Any) -> bool:
    """An envelope of SNS or EventBridge, or an alarm without one (raw delivery)."""
    came_from = text(body, "Records", 0, "eventSource") or text(body, "Records", 0, "EventSource") or ""
    delivered = came_from.startswith("aws:") or bool([*_delivered(body)])
    return _is_notification(body) or delivered or is_alarm(body) or _is_own_event(body)


def read(body: Any) -> Sequence[Signal] | None:
    """Read what the envelope holds, however often it is wrapped."""
    return tuple(_read(body, 0)) if recognises(body) else None


def _read(body: Any, depth: int) -> Iterator[Signal]:
    if depth > _DEEPEST:
        return
    if is_alarm(body):
        yield from read_alarm(body)
    elif record(body, "alarmData") or text(body, "detail-type") == "CloudWatch Alarm State Change":
        yield from read_alarm_event(body)
    elif is_event(body):
        yield from read_enveloped(at(body, "detail")) or read_state_change(body)
    elif _is_notification(body):
        held = json_in(at(body, "Message")) if text(body, "Type") == "Notification" else None
        yield from _read(held, depth + 1) if held is not None else ()
    elif inner := [*_delivered(body)]:
        for each in inner:
            yield from _read(each, depth + 1)
    elif depth:
        yield from read_enveloped(body) or ()


def _is_notification(body: Any) -> bool:
    return text(body, "Type") in _TYPES and bool(text(body, "TopicArn") or text(body, "MessageId"))


def _delivered(body: Any) -> Iterator[Mapping[str, Any]]:
    """What a function gets: notifications, or messages of a queue."""
    for each in records(body, "Records")[:100]:
        came_from = text(each, "EventSource") or text(each, "eventSource")
        if came_from == "aws:sns" or (came_from is None and "Sns" in each):
            yield {"Type": "Notification", "MessageId": "-", **record(each, "Sns")}
        elif came_from == "aws:sqs":
            yield record(json_in(at(each, "body")))


def _is_own_event(body: Any) -> bool:
    """An event of EventBridge, or an alarm's for a function."""
    return is_event(body) or (text(body, "source") == "aws.cloudwatch" and bool(record(body, "alarmData")))
