"""PagerDuty: its incidents as it posts them, known by their address."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import Symptom

_STATE: Final = re.compile(
    r"^\W{0,9}(?::[\w+-]{1,40}:\W{0,4}){0,3}(?:\[#?\d+\]\s*)?"
    r"(?P<state>Triggered|Acknowledged|Resolved|Escalated|Reassigned)\b\s*(?:\[?#\d+\]?)?\s*[:|·-]?\s*(?P<name>.*)$",
    re.I,
)
_INCIDENT: Final = re.compile(r"pagerduty\.com/incidents/(?P<id>\w+)")

#: What people did about an incident, which is no news about the data.
_BY_PEOPLE: Final = re.compile(
    r"\b(?:was|has been|were|is now) (?:acknowledged|escalated|reassigned|assigned|snoozed|merged|updated)\b"
    r"|\b(?:acknowledged|escalated|reassigned|snoozed|merged) (?:by|the incident|incident|to)\b"
    r"|\badded (?:a |an )?(?:note|responder|subscriber)|\bstatus update\b"
    r"|\bchanged the (?:priority|urgency)\b",
    re.I,
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read what became of one of its incidents; that someone acknowledged it is no news here."""
    if "pagerduty" not in parts.posted_by and parts.link_to("pagerduty.com") is None:
        return None
    said = _STATE.match(parts.headline)
    state = said["state"].casefold() if said else ""
    if state in {"acknowledged", "escalated", "reassigned"} or (
        not said and _BY_PEOPLE.search(parts.headline)
    ):
        return ()
    name = title_of(said["name"]) if said and said["name"] else title_of(parts.headline)
    numbered = next((found["id"] for each in parts.links if (found := _INCIDENT.search(each.url))), None)
    return read_as(
        parts, source="pagerduty", default=Symptom.INFRA, title=name, identity=(numbered or settled(name),),
        is_over=state == "resolved", is_ours=state == "triggered",
    )  # fmt: skip
