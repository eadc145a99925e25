"""The words that tools use for broken and for fine; anything else (acknowledged, running) is no news."""

import re
from typing import Final

from models.vocabulary import AlertStatus

_FIRING: Final = frozenset(
    {"firing", "alerting", "alert", "alarm", "triggered", "trigger", "open", "opened", "active", "problem"}
    | {
        "failed",
        "failure",
        "fail",
        "failing",
        "error",
        "errored",
        "crashed",
        "timedout",
        "timed out",
        "timeout",
    }
    | {"critical", "warning", "warn", "breached", "breach", "unhealthy", "down", "broken", "late", "overdue"}
    | {"reopened", "retriggered", "re-triggered", "no data", "nodata", "degraded", "red"}
)
_RESOLVED: Final = frozenset(
    {"resolved", "resolve", "ok", "okay", "recovered", "recovery", "closed", "close", "cleared", "normal"}
    | {"success", "succeeded", "successful", "completed", "complete", "pass", "passed", "healthy", "fixed"}
    | {"up", "green", "inactive", "ended"}
)


def status_of(word: str | None) -> AlertStatus | None:
    """What a word for a state amounts to."""
    plain = re.sub(r"[_\s]+", " ", (word or "")[:100]).strip().casefold()
    if plain in _FIRING:
        return AlertStatus.FIRING
    return AlertStatus.RESOLVED if plain in _RESOLVED else None
