"""CloudEvents in structured mode, one or a batch, after the specification 1.0 and its JSON format.

The envelope says who and what; the data is handed to the reader that knows it. Where none does, the last word
of the type may tell (`….pipelinerun.failed.v1`); where it does not, the envelope is known and says nothing.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.enveloped import read_enveloped
from bot.alerts.reading.inner_json import base64_json, json_in
from bot.alerts.reading.json_parts import at, first_text, moment, record, text
from bot.alerts.reading.payloads import aws
from bot.alerts.reading.symptoms import symptom_of
from models.signal import Signal
from models.vocabulary import AlertStatus

_WRONG: Final = frozenset(
    {"failed", "failure", "fail", "error", "errored", "crashed", "timedout", "firing", "breached"}
)
_FINE: Final = frozenset({"resolved", "recovered", "succeeded", "success", "successful"})

_VERSION: Final = re.compile(r"\.v?\d+(?:[.-]\w+){0,3}$")
_MOST: Final = 100


def recognises(body: Any) -> bool:
    """An event, or a batch of them."""
    events = body[:_MOST] if isinstance(body, list) else [body]
    return bool(events) and all(_is_event(each) for each in events)


def read(body: Any) -> Sequence[Signal] | None:
    """Read what the envelopes hold."""
    if not recognises(body):
        return None
    events = body[:_MOST] if isinstance(body, list) else [body]
    return tuple(signal for each in events for signal in _read(record(each)))


def _is_event(event: Any) -> bool:
    return all(text(event, key) for key in ("specversion", "type", "source"))


def _read(event: Mapping[str, Any]) -> Sequence[Signal]:
    data = _data(event)
    inner = aws.read(data) or read_enveloped(data)
    if inner is not None:
        return inner
    signal = _hinted(event, record(data))
    return (signal,) if signal else ()


def _data(event: Mapping[str, Any]) -> Any:
    held = at(event, "data")
    return base64_json(at(event, "data_base64")) if held is None else json_in(held) or held


def _hinted(event: Mapping[str, Any], data: Mapping[str, Any]) -> Signal | None:
    kind = text(event, "type") or ""
    state = re.split(r"[.:/_-]", _VERSION.sub("", kind).casefold())[-1]
    if state not in _WRONG | _FINE:
        return None
    about = text(event, "subject") or _last(text(event, "source") or "")
    bare = re.sub(rf"[.:/_-]{state}$", "", _VERSION.sub("", kind), flags=re.I)
    what = _last(bare.replace(".", "/"))
    return Signal(
        source="cloudevents",
        title=f"{what} {state}: {about}",
        status=AlertStatus.FIRING if state in _WRONG else AlertStatus.RESOLVED,
        symptom=symptom_of(f"{what} {about}", bare),
        severity_hint=first_text(event, "severity", "severitytext") or first_text(data, "severity"),
        assets=(about,),
        link=first_text(data, "url", "link"),
        excerpt=first_text(data, "message", "error", "errorMessage", "reason", "description"),
        started_at=moment(event, "time"),
        identity=(text(event, "source") or "", bare, about),
    )


def _last(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1] or path
