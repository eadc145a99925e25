"""Datadog: `Triggered: …`, `Recovered: …`, `[P1] [Warn] …`, with the monitor's address."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from bot.alerts.reading.headlines import severity_in, title_of
from bot.alerts.reading.labels import assets_in, labels_in
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import Symptom

#: `[P1] [Triggered on {host:a}] Name`, `Recovered: Name`.
STATE: Final = re.compile(
    r"^\W{0,9}(?:\[P(?P<priority>[1-5])\]\s?)?"
    r"\[?(?P<state>Re-Triggered|Triggered|Recovered|Renotify|Re-No Data|No Data|Warning|Warn|Alert)\b"
    r"(?:\s+on\s+\{(?P<group>[^}\n]{0,300})\})?\]?:?\s*(?P<name>\S.*)$",
    re.I,
)
_GROUP: Final = re.compile(r"[?&]group=(?P<group>[^&\s#]{1,300})")
MONITOR: Final = re.compile(r"/monitors[/#](?P<id>\d+)")


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read a monitor's transition; one monitor may watch many groups, each of which fires by itself."""
    if "datadog" not in parts.posted_by and parts.link_to("datadoghq.", "ddog-gov.") is None:
        return None
    said = STATE.match(parts.headline)
    if said is None:
        return read_as(parts, source="datadog", default=Symptom.INFRA)
    numbered = next((found["id"] for each in parts.links if (found := MONITOR.search(each.url))), None)
    state, group = said["state"].casefold(), _group(parts, said)
    warned = "warn" if state.startswith("warn") else severity_in(parts)
    name = title_of(said["name"])
    return read_as(
        parts,
        source="datadog",
        default=Symptom.INFRA,
        title=f"{name} on {said['group']}" if said["group"] and said["group"] not in name else name,
        identity=(numbered, group) if numbered and group else (numbered or "", settled(said["name"])),
        assets=assets_in(labels_in(group)),
        rule=name,
        severity_hint=f"p{said['priority']}" if said["priority"] else warned,
        is_over=state == "recovered",
        is_ours=True,
    )


def _group(parts: Parts, said: re.Match[str]) -> str:
    """What the monitor tells apart, in one order; the title names it, or the address."""
    linked = next((found["group"] for each in parts.links if (found := _GROUP.search(each.url))), "")
    whole = said["group"] or unquote(linked)
    return ",".join(sorted(part.strip() for part in whole.split(",") if part.strip()))
