"""Prefect: the same title for success and failure; the state is in the text."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.message_parts import Parts
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_STATE: Final = re.compile(
    r"Flow run (?P<flow>[^\n/`]{1,200})/(?P<run>\S{1,200})"
    r" (?:observed in|entered|is in|reached) state `?(?P<state>\w+)`?"
)
_FAILED: Final = frozenset({"failed", "crashed", "timedout", "late"})


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read the state of a flow run; the run's name is random words, so the flow is what counts."""
    said = _STATE.search(parts.text)
    if said is None:
        return None
    state = said["state"].casefold()
    if state not in {*_FAILED, "completed"}:
        return ()
    message = parts.fact("state message")
    return (
        Signal(
            source="prefect",
            title=f"Flow {said['flow']} {'completed' if state == 'completed' else state}",
            status=AlertStatus.RESOLVED if state == "completed" else AlertStatus.FIRING,
            symptom=Symptom.FRESHNESS if state == "late" else Symptom.PIPELINE,
            assets=(said["flow"],),
            link=parts.link_to(),
            excerpt=message or parts.body,
            identity=(said["flow"],),
        ),
    )
