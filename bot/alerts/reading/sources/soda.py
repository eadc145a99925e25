"""Soda: no message of it is public, so it is known by its address or name and read by its words."""

from collections.abc import Sequence

from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from models.signal import Signal
from models.vocabulary import Symptom


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read a check's outcome; `pass` is no alert."""
    if "soda" not in parts.posted_by.split() and parts.link_to("cloud.soda.io", "soda cloud") is None:
        return None
    passed = (parts.fact("outcome", "result", "check result", "status") or "").casefold() in {
        "pass",
        "passed",
    }
    return read_as(parts, source="soda", default=Symptom.DISTRIBUTION, is_over=passed)
