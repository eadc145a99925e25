"""JSON of a tool that is not known here, read with care, by keys that look like a title or a state."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.json_parts import at, record, records, text, texts
from bot.alerts.reading.message_parts import Parts, parts_of
from bot.alerts.reading.sources.general import read_as
from bot.alerts.reading.states import status_of
from bot.alerts.reading.verdict import Verdict, verdict
from models.signal import Signal
from models.vocabulary import AlertStatus

_TITLES: Final = (
    "title", "alert_title", "event_title", "incident_title", "issue_title", "headline", "subject", "summary",
    "alert_name", "alertname", "name", "rule_name", "monitor_name", "check_name", "condition_name",
    "message", "msg", "description", "text", "error", "error_message",
)  # fmt: skip
_WORDS: Final = (
    "message", "msg", "text", "description", "details", "error", "error_message", "reason", "body",
)  # fmt: skip
_STATES: Final = (
    "status", "state", "current_state", "alert_status", "alert_state", "incident_state", "event_status",
    "result", "outcome", "action", "event",
)  # fmt: skip
_NESTS: Final = (
    "alert",
    "incident",
    "event",
    "data",
    "payload",
    "detail",
    "details",
    "attributes",
    "body",
    "issue",
)
_LISTS: Final = ("alerts", "incidents", "events")

#: Lines of one body that are looked at.
_MOST: Final = 60


def read(body: Any, source: str) -> Sequence[Signal] | None:
    """One signal for the body, or for each object of its list; None where nothing looks like a title."""
    several = next((found for key in _LISTS if (found := records(body, key))), [])
    if several and not _first(_flat(body), _TITLES[:8]):
        read_each = [_one(each, source) for each in several[:200]]
        return (
            None if all(each is None for each in read_each) else [s for each in read_each for s in each or ()]
        )
    return _one(body, source)


def _one(body: Any, source: str) -> Sequence[Signal] | None:
    flat = _flat(body)
    title = _first(flat, _TITLES)
    if title is None:
        return None
    status = next((told for key in _STATES if (told := status_of(flat.get(key)))), None)
    if status is None and _said(title, flat) is not Verdict.WRONG:
        return (
            ()
            if _said(title, flat) is not Verdict.FINE_AGAIN
            else _as(flat, source, title, AlertStatus.RESOLVED)
        )
    return _as(flat, source, title, status or AlertStatus.FIRING)


def _as(flat: Mapping[str, str], source: str, title: str, status: AlertStatus) -> Sequence[Signal]:
    # The state is no part of it: broken and fine again are the same alert.
    told = {key: value for key, value in flat.items() if key not in _STATES and value != title}
    return read_as(
        _parts(title, (f"{key.replace('_', ' ')}: {value}" for key, value in told.items())),
        source=source,
        title=title_of(title),
        is_over=status is AlertStatus.RESOLVED,
        is_ours=status is AlertStatus.FIRING,
    )


def _said(title: str, flat: Mapping[str, str]) -> Verdict:
    return verdict(_parts(title, (flat[key] for key in _WORDS if key in flat)))


def _parts(title: str, lines: Iterator[str]) -> Parts:
    """As a message shows it, in text that is no markup."""
    shown = {"type": "section", "text": {"type": "plain_text", "text": "\n".join(lines)}}
    return parts_of({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": title}}, shown]})


def _flat(body: Any) -> dict[str, str]:
    """Keys in one spelling with their words, from the top and one level below; the outer one counts."""
    flat: dict[str, str] = {}
    for key, value in (
        pair for found in (body, *(at(body, nest) for nest in _NESTS)) for pair in _pairs(found)
    ):
        if len(flat) < _MOST:
            flat.setdefault(key, value)
    return flat


def _pairs(found: Any) -> Iterator[tuple[str, str]]:
    for key in [*record(found)][:200]:
        words = text(found, key) or ", ".join(texts(found, key)[:20])
        spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(key))[:60]
        if words:
            yield re.sub(r"[\W_]+", "_", spaced).strip("_").casefold(), " ".join(words[:2_000].split())


def _first(flat: Mapping[str, str], keys: Sequence[str]) -> str | None:
    return next((flat[key] for key in keys if key in flat), None)
