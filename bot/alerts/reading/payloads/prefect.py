"""Prefect: its events, and what automations post, which are templates of the team's own.

Written after Prefect's pages on events and automations, and the schema of its events.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text, texts
from bot.alerts.reading.labels import assets_in, domain_in, labels_in, owner_in, severity_in
from bot.alerts.reading.message_parts import parts_of
from bot.alerts.reading.sources import prefect as posted
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_FIRING: Final = frozenset({"failed", "crashed", "timedout", "late"})
_OVER: Final = frozenset({"completed", "cached"})
_WORDS: Final = ("body", "message", "text", "subject")


def recognises(body: Any) -> bool:
    """An event of theirs, a flow run in a template, or the words of their notification."""
    if (text(body, "event") or "").startswith("prefect."):
        return isinstance(at(body, "resource"), Mapping)
    found = record(body)
    flow = not {"flow_run", "flow_run_id", "flow_run_name"}.isdisjoint(found)
    named = not {"flow", "flow_name", "flow_id", "state", "state_name", "state_type"}.isdisjoint(found)
    return (flow and named) or bool(_worded(body))


def read(body: Any) -> Sequence[Signal] | None:
    """A flow run, a task run or a work pool that failed or is fine; other states are nothing."""
    if not recognises(body):
        return None
    event = text(body, "event") or ""
    if event.startswith("prefect."):
        return _event(body, event.split(".")[1], event.rsplit(".", 1)[-1])
    return _templated(body) or _worded(body)


def _event(body: Any, subject: str, what: str) -> Sequence[Signal]:
    resource = record(body, "resource")
    name = text(resource, "prefect.resource.name") or ""
    if subject in {"work-pool", "work-queue", "deployment"} and what in {"not-ready", "ready"}:
        return (_not_ready(subject, name, is_ready=what == "ready"),)
    if subject not in {"flow-run", "task-run"}:
        return ()
    flow, run = _related(body, "flow"), _related(body, "flow-run")
    number = _id(resource if subject == "flow-run" else run)
    return _signals(
        flow=text(flow, "prefect.resource.name") or _id(flow) or name,
        task=name.rsplit("-", 1)[0] if subject == "task-run" else None,
        state=(text(resource, "prefect.state-name") or what, text(resource, "prefect.state-type") or ""),
        message=text(resource, "prefect.state-message")
        or text(body, "payload", "validated_state", "message"),
        tags=[text(each, "prefect.resource.id") for each in records(body, "related") if _role(each) == "tag"],
        run=number,
        at=moment(body, "occurred"),
    )


def _templated(body: Any) -> Sequence[Signal]:
    """`{"flow": {"name": …}, "flow_run": {"state": {"name": …}}}`, or the same laid flat."""
    run, flow, top = record(body, "flow_run"), record(body, "flow"), record(body)
    state = record(run, "state") or record(body, "state")
    flat = {f"flow_run_{key}": value for key, value in run.items()} | dict(top)
    name = text(state, "name") or first_text(
        flat, "state_name", "state", "flow_run_state_name", "flow_run_state"
    )
    kind = text(state, "type") or first_text(flat, "state_type", "flow_run_state_type")
    deployment = text(body, "deployment", "name") or text(body, "deployment_name")
    return _signals(
        flow=text(flow, "name") or first_text(flat, "flow_name", "flow") or deployment
        or first_text(flat, "flow_id", "flow_run_flow_id") or "",
        task=None,
        state=(name or "", kind or ""),
        message=text(state, "message") or first_text(flat, "state_message", "message"),
        tags=(*texts(run, "tags"), *texts(body, "tags")),
        run=first_text(flat, "flow_run_id"),
        at=moment(state, "timestamp"),
        link=first_text(flat, "flow_run_url", "url", "link", "flow_run_ui_url"),
    )  # fmt: skip


def _worded(body: Any) -> Sequence[Signal]:
    """The words of a notification, as it is posted to Slack."""
    said = "\n".join(words for key in _WORDS if (words := text(body, key)))
    return posted.read(parts_of({"text": said})) or ()


def _signals(
    *,
    flow: str,
    task: str | None,
    state: tuple[str, str],
    message: str | None,
    tags: Sequence[Any],
    run: str | None,
    at: Any,
    link: str | None = None,
) -> Sequence[Signal]:
    name, kind = (word.casefold().replace("_", "").replace(" ", "") for word in state)
    is_firing = name in _FIRING or kind in _FIRING
    if not flow or not (is_firing or name in _OVER or kind in _OVER):
        return ()
    labels = labels_in([str(tag).removeprefix("prefect.tag.") for tag in tags if tag])
    what, did = (
        (f"Task {task} of flow {flow}" if task else f"Flow {flow}"),
        name if name in _FIRING else "failed",
    )
    return (
        Signal(
            source="prefect",
            title=f"{what} {did if is_firing else 'completed'}",
            status=AlertStatus.FIRING if is_firing else AlertStatus.RESOLVED,
            symptom=Symptom.FRESHNESS if name == "late" else Symptom.PIPELINE,
            severity_hint=severity_in(labels),
            assets=(flow, *assets_in(labels)),
            owner=owner_in(labels),
            domain=domain_in(labels),
            run=run,
            link=link,
            excerpt=message,
            started_at=at if is_firing else None,
            identity=(flow, task) if task else (flow,),
        ),
    )


def _not_ready(subject: str, name: str, *, is_ready: bool) -> Signal:
    what = subject.replace("-", " ").capitalize()
    return Signal(
        source="prefect",
        title=f"{what} {name} is {'ready again' if is_ready else 'not ready'}",
        status=AlertStatus.RESOLVED if is_ready else AlertStatus.FIRING,
        symptom=Symptom.INFRA,
        identity=(subject, name),
    )


def _role(related: Mapping[str, Any]) -> str | None:
    return text(related, "prefect.resource.role")


def _related(body: Any, role: str) -> Mapping[str, Any]:
    return next((each for each in records(body, "related") if _role(each) == role), {})


def _id(resource: Mapping[str, Any]) -> str | None:
    """The last part of `prefect.flow-run.<id>`."""
    return (text(resource, "prefect.resource.id") or "").rsplit(".", 1)[-1] or None
