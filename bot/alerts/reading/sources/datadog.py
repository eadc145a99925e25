"""Datadog: `Triggered: …`, `Recovered: …`, `[P1] [Warn] …`, with the monitor's address."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import severity_in, title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import Symptom

#: `[P1] [Triggered on {host:a}] Name`, `Recovered: Name`.
STATE: Final = re.compile(
    r"^\W{0,9}(?:\[P(?P<priority>[1-5])\]\s?)?"
    r"\[?(?P<state>Re-Triggered|Triggered|Recovered|Renotify|No Data|Warn|Alert)\b"
    r"(?:\s+on\s+\{[^}\n]{0,300}\})?\]?:?\s*(?P<name>\S.*)$",
    re.I,
)
MONITOR: Final = re.compile(r"/monitors[/#](?P<id>\d+)")


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read a monitor's transition."""
    if "datadog" not in parts.posted_by and parts.link_to("datadoghq.", "ddog-gov.") is None:
        return None
    said = STATE.match(parts.headline)
    if said is None:
        return read_as(parts, source="datadog", default=Symptom.INFRA)
    numbered = next((found["id"] for each in parts.links if (found := MONITOR.search(each.url))), None)
    state = said["state"].casefold()
    hint = f"p{said['priority']}" if said["priority"] else "warn" if state == "warn" else severity_in(parts)
    return read_as(
        parts,
        source="datadog",
        default=Symptom.INFRA,
        title=title_of(said["name"]),
        identity=(numbered or "", settled(said["name"])),
        severity_hint=hint,
        is_over=state == "recovered",
        is_ours=True,
    )
