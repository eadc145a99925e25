"""Soda: no message of it is public, so it is known by its address or name and read by its words."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from models.signal import Signal
from models.vocabulary import Symptom

_PASSED: Final = frozenset({"pass", "passed"})
_WARNED: Final = frozenset({"warn", "warned", "warning"})
_OUTCOME: Final = re.compile(
    r"\b(?:checks? )?(?:has |have |is |was )?(?P<how>passed|passing|failed|failing|warned)\b", re.I
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read a check's outcome; one that passes again ends its alert."""
    if "soda" not in parts.posted_by.split() and parts.link_to("cloud.soda.io", "soda cloud") is None:
        return None
    outcome = (parts.fact("outcome", "result", "check result", "status") or "").casefold()
    headline = _OUTCOME.findall(parts.headline)
    passed = outcome in _PASSED or (
        not outcome and {each.casefold() for each in headline} <= {"passed", "passing"}
    )
    is_over = passed and bool(outcome or (headline and not parts.headline.casefold().startswith("all ")))
    check = _OUTCOME.sub("", title_of(parts.headline)) if headline else ""
    dataset = parts.fact("dataset", "datasets", "table") or ""
    return read_as(
        parts,
        source="soda",
        default=Symptom.DISTRIBUTION,
        # The headline says how the check went; without that it is the same, broken or fine.
        identity=(dataset, " ".join(re.findall(r"\w+(?:[.:/-]\w+)*", check.casefold()))) if headline else (),
        severity_hint="warn" if outcome in _WARNED else None,
        is_over=is_over,
    )
