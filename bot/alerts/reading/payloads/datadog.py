"""Datadog: a webhook's body is the user's own template of `$VARIABLES`, so keys may have any form and case.

Written after Datadog's page on webhooks: its variables, and the default body, which has no transition.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from bot.alerts.reading import labels as told
from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.json_parts import at, first_text, moment, record, text
from bot.alerts.reading.sources.datadog import MONITOR, STATE
from bot.alerts.reading.symptoms import symptom_of
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_FIRING: Final = frozenset(
    {
        "triggered",
        "re-triggered",
        "retriggered",
        "renotify",
        "no data",
        "re-no data",
        "warn",
        "re-warn",
        "alert",
    }
)
_RESOLVED: Final = frozenset({"recovered", "resolved", "ok"})
_OF_DATADOG: Final = frozenset({"alert_transition", "alert_cycle_key", "aggreg_key", "alert_scope"})
_TITLES: Final = ("alert_title", "event_title", "title", "name", "summary", "subject")
_GROUP_ON: Final = re.compile(r"\bon \{(?P<group>[^}\n]{1,300})\}")
_GROUP_OF: Final = re.compile(r"[?&]group=(?P<group>[^&\s)\]]{1,300})")
_ADDRESS: Final = re.compile(r"https://[\w.-]{0,100}\.?(?:datadoghq|ddog-gov)\.(?:com|eu)/[^\s)\]]{0,1000}")
_IMAGE: Final = re.compile(r"\[?!\[[^\]\n]{0,200}\]\([^)\s]{0,1000}\)(?:\]\([^)\s]{0,1000}\))?")


def recognises(body: Any) -> bool:
    """A variable of theirs under its own name, the default body, or a link to them."""
    found = _lowered(body)
    default = {"event_type", "last_updated", "title"} <= found.keys()
    linked = any(_ADDRESS.match(text(found, key) or "") for key in ("link", "url", "alert_url"))
    return (
        default or not _OF_DATADOG.isdisjoint(found) or (linked and first_text(found, *_TITLES) is not None)
    )


def read(body: Any) -> Sequence[Signal] | None:
    """One transition of one monitor, for one of its groups."""
    found = _lowered(body)
    headline = first_text(found, *_TITLES) or _untitled(found)
    if headline is None:
        return None
    said = STATE.match(headline)
    transition = _transition(found, said["state"] if said else "")
    if transition not in _FIRING | _RESOLVED:
        return ()
    return (_signal(found, transition, title_of(said["name"] if said else headline), headline),)


def _untitled(found: Mapping[str, Any]) -> str | None:
    """A template may leave the title out."""
    said = first_text(found, "text_only_msg", "event_msg", "body")
    number = first_text(found, "alert_id", "monitor_id")
    named = f"Monitor {number}" if number else None
    return _plain(said).partition("\n")[0] or named if said else named


def _signal(found: Mapping[str, Any], transition: str, name: str, headline: str) -> Signal:
    message = first_text(found, "text_only_msg", "event_msg", "body", "message", "text", "alert_status") or ""
    group = _group(found, headline, message)
    labels = told.labels_in(*(at(found, key) for key in ("alert_scope", "tags", "event_tags")))
    fresh = transition in {"triggered", "warn", "no data"}
    words = re.split(r"[\s,;()]+", name)
    shown = group if group and not any(part.partition(":")[2] in words for part in group.split(",")) else ""
    return Signal(
        source="datadog",
        title=f"{name} on {shown}" if shown else name,
        status=AlertStatus.RESOLVED if transition in _RESOLVED else AlertStatus.FIRING,
        symptom=told.symptom_in(labels) or symptom_of(name, default=Symptom.INFRA),
        severity_hint=_severity(found, transition, headline),
        assets=told.assets_in(labels),
        owner=told.owner_in(labels),
        domain=told.domain_in(labels),
        rule=_monitor(found, message) or settled(name),
        link=first_text(found, "link", "url", "alert_url") or _address(message),
        excerpt=_plain(message),
        started_at=moment(found, "date") or moment(found, "last_updated") if fresh else None,
        identity=_identity(found, name, group, message),
    )


def _lowered(body: Any) -> Mapping[str, Any]:
    """Keys as Datadog's variables are named, in lower case: `$ALERT_TRANSITION`, `alertTransition`."""
    spaced = ((re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key), value) for key, value in record(body).items())
    return {re.sub(r"[\s$-]+", "_", key).strip("_").casefold(): value for key, value in spaced}


def _transition(found: Mapping[str, Any], in_title: str) -> str:
    keys = ("alert_transition", "transition", "alert_status", "status", "state")
    words = [(text(found, key) or "").casefold() for key in keys]
    if told_by := next((word for word in (*words, in_title.casefold()) if word in _FIRING | _RESOLVED), None):
        return told_by
    kind = (text(found, "alert_type") or "").casefold()
    return {"error": "triggered", "warning": "warn", "success": "recovered"}.get(kind, "")


def _severity(found: Mapping[str, Any], transition: str, headline: str) -> str | None:
    """Its priority; else that it only warns, or the type of its event."""
    written = (
        first_text(found, "alert_priority", "monitor_priority", "severity", "priority") or ""
    ).casefold()
    in_title = re.match(r"\W{0,9}\[(P[1-5])\]", headline)
    if written and written not in {"normal", "all"}:
        return written
    if in_title:
        return in_title[1]
    kind = (text(found, "alert_type") or "").casefold()
    return "warn" if transition.endswith("warn") else kind if kind in {"error", "warning"} else None


def _identity(found: Mapping[str, Any], name: str, group: str, message: str) -> tuple[str, ...]:
    """Monitor and group stay the same in every cycle of an alert; their key of a cycle does not."""
    monitor = _monitor(found, message)
    key = first_text(found, "aggreg_key", "alert_cycle_key")
    if monitor and group:
        return (monitor, group)
    return (key,) if key else (monitor or "", settled(name))


def _monitor(found: Mapping[str, Any], message: str) -> str | None:
    shown = " ".join((first_text(found, "link", "url", "alert_url") or "", message))
    linked = MONITOR.search(shown)
    return first_text(found, "alert_id", "monitor_id") or (linked["id"] if linked else None)


def _group(found: Mapping[str, Any], headline: str, message: str) -> str:
    scope = first_text(found, "alert_scope", "scope", "group")
    named, linked = _GROUP_ON.search(headline), _GROUP_OF.search(message)
    whole = named["group"] if named else scope or (unquote(linked["group"]) if linked else "")
    return ",".join(sorted(part.strip() for part in whole.split(",") if part.strip()))


def _address(message: str) -> str | None:
    found = _ADDRESS.search(message)
    return found[0] if found else None


def _plain(message: str) -> str:
    """Without the marks of their markdown, their pictures, and the handles that they notify."""
    words = _IMAGE.sub("", message[:20_000].replace("%%%", "").replace("**", ""))
    return re.sub(r"(?<!\S)@[\w.-]{1,100}", "", words).strip()
