"""Airbyte's notifications: one body for Slack (`text`, `blocks`) and for machines (`data`), or a text alone.

Written after its documentation and what its server sends: a sync that failed or succeeded, a connection
that was switched off, a source whose schema changed. A failed sync may have written some records.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_SYNC: Final = re.compile(
    r"connection (?P<name>\S.{0,200}?)(?: from .{1,200}? to .{1,200}?)? (?:just )?(?P<how>failed|succeeded)"
)
_DISABLED: Final = re.compile(r"(?:automatically|been) disabled|disabled (?:because|due)", re.I)
_AT_RISK: Final = re.compile(r"(?:will be|at risk of being|may be) (?:automatically )?disabled", re.I)
_TEST: Final = "This is a test from Airbyte"


def recognises(body: Any) -> bool:
    """Data about a connection, or a text that only Airbyte words so."""
    data = record(body, "data")
    if record(data, "connection") and (
        {"success", "jobId", "isBreakingChange", "isBreaking", "workspace"} & data.keys()
    ):
        return True
    said = text(body, "text") or ""
    known = _TEST in said or ("airbyte" in said.casefold() and _SYNC.search(said[:2_000]) is not None)
    return known and not isinstance(at(body, "bot_id"), str)


def read(body: Any) -> Sequence[Signal] | None:
    """Read what became of a connection's sync."""
    if not recognises(body):
        return None
    data, said = record(body, "data"), (text(body, "text") or "")[:4_000]
    if "isBreakingChange" in data or "isBreaking" in data:
        breaks = data.get("isBreakingChange") is True or data.get("isBreaking") is True
        return (_schema(data, said),) if breaks else ()
    if _DISABLED.search(said) or _AT_RISK.search(said):
        return (_disabled(data, said),) if data or _SYNC.search(said) else ()
    success = data.get("success")
    if not isinstance(success, bool):
        told = _SYNC.search(said)
        if told is None:
            return ()
        success = told["how"] == "succeeded"
    return (_sync(data, said, is_fine=success),)


def _sync(data: Mapping[str, Any], said: str, *, is_fine: bool) -> Signal:
    name = _name(data, said)
    source, target = text(data, "source", "name"), text(data, "destination", "name")
    way = f" from {source} to {target}" if source and target else ""
    return Signal(
        source="airbyte",
        title=f"Sync {name} {'succeeded' if is_fine else 'failed'}{way}",
        status=AlertStatus.RESOLVED if is_fine else AlertStatus.FIRING,
        symptom=Symptom.PIPELINE,
        assets=(name,),
        run=first_text(data, "jobId"),
        link=text(data, "connection", "url") or _link(said),
        excerpt=None if is_fine else _excerpt(data, said),
        started_at=moment(data, "startedAt"),
        identity=_identity(data, name),
    )


def _schema(data: Mapping[str, Any], said: str) -> Signal:
    name = _name(data, said)
    return Signal(
        source="airbyte",
        title=f"Schema of {text(data, 'source', 'name') or 'the source'} broke connection {name}",
        symptom=Symptom.SCHEMA,
        assets=(name,),
        link=text(data, "connection", "url"),
        excerpt=said,
        identity=(*_identity(data, name), "schema"),
    )


def _disabled(data: Mapping[str, Any], said: str) -> Signal:
    name = _name(data, said)
    did = (
        "was switched off"
        if _DISABLED.search(said) and not _AT_RISK.search(said)
        else "is about to be switched off"
    )
    return Signal(
        source="airbyte",
        title=f"Connection {name} {did} after repeated failures",
        symptom=Symptom.PIPELINE,
        assets=(name,),
        link=text(data, "connection", "url") or _link(said),
        excerpt=said,
        identity=_identity(data, name),
    )


def _name(data: Mapping[str, Any], said: str) -> str:
    told = _SYNC.search(said)
    return first_text(at(data, "connection"), "name", "id") or (told["name"] if told else "without a name")


def _identity(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The connection's id, which older bodies have in the address of the logs."""
    return (text(data, "connection", "id") or name,)


def _link(said: str) -> str | None:
    found = re.search(r"https?://\S{1,1000}", said)
    return found[0].rstrip(".,)") if found else None


def _excerpt(data: Mapping[str, Any], said: str) -> str:
    written = text(data, "recordsCommitted")
    error = text(data, "errorMessage") or said
    kept = f"\n{written} records were written all the same." if written and written != "0" else ""
    return f"{error}{kept}".strip()
