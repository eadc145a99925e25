"""A body of JSON from wherever it came: whose it is, and which alerts it holds, or why none.

A webhook of any tool, a Slack message as it is posted, an event of Slack's, or a list of these: each is
recognised by itself. Nothing in a body can make reading it fail.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from bot.alerts.reading.inner_json import json_in, json_lines
from bot.alerts.reading.json_parts import at
from bot.alerts.reading.payloads import (
    airbyte,
    airflow,
    alertmanager,
    anything,
    aws,
    bigquery,
    cloudevents,
    dagster,
    databricks,
    datadog,
    dbt,
    dbt_cloud,
    generic,
    grafana,
    great_expectations,
    monte_carlo,
    openlineage,
    openmetadata,
    opsgenie,
    pagerduty,
    prefect,
    sentry,
    snowflake,
    soda,
)
from bot.alerts.reading.read_message import read_event, read_message
from bot.alerts.reading.tidy import said_once, tidy
from models.signal import Signal


class Reader(Protocol):
    """One file of `payloads/`."""

    def recognises(self, body: Any, /) -> bool:
        """Whether this JSON is of its tool."""

    def read(self, body: Any, /) -> Sequence[Signal] | None:
        """Signals; none where nothing in it matters, None where the tool is not known to send it."""


#: By source, in the order of trying.
READERS: Final[Mapping[str, Reader]] = {
    "cloudevents": cloudevents,
    "aws": aws,
    "snowflake": snowflake,
    "bigquery": bigquery,
    "openlineage": openlineage,
    "dbt": dbt,
    "great_expectations": great_expectations,
    "soda": soda,
    "openmetadata": openmetadata,
    "databricks": databricks,
    "airbyte": airbyte,
    "sentry": sentry,
    "grafana": grafana,
    "alertmanager": alertmanager,
    "datadog": datadog,
    "pagerduty": pagerduty,
    "opsgenie": opsgenie,
    "dbt_cloud": dbt_cloud,
    "monte_carlo": monte_carlo,
    "prefect": prefect,
    "dagster": dagster,
    "airflow": airflow,
    "generic": generic,
}

#: What makes JSON a message of Slack's, as posted or as Slack brings it.
_MESSAGES: Final = frozenset({"text", "blocks", "attachments"})

#: Bodies of one list that are looked at.
MOST_BODIES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadReading:
    """What a body amounts to."""

    #: Whose it is: a tool's name, the name it was sent under, or `slack`.
    source: str
    signals: tuple[Signal, ...] = ()
    #: Why there is nothing to do, where there is not.
    ignored: str | None = None
    #: Nobody understands it: it is kept, and someone should look.
    unreadable: bool = False
    #: What a person should know of how it was read.
    words: str | None = None
    #: A message of Slack's says it all at once.
    is_message: bool = False
    #: Of a Slack event: the channel, and whether the message was posted before and is now changed.
    channel_id: str | None = None
    is_edit: bool = False


def read_payload(body: Any, source: str | None = None) -> PayloadReading:
    """Read a body. With `source` its reader comes first; an unknown source is read by the general reader."""
    name = slug(source) if source else None
    if isinstance(body, str):
        body = json_in(body) or json_lines(body) or body
    if isinstance(body, list) and _is_several(body, name):
        return _several(body[:MOST_BODIES], source)
    if not isinstance(body, Mapping | list):
        return PayloadReading(source=name or "unknown", ignored="it is no JSON object", unreadable=True)
    if name is None:
        return _by_itself(body) or _general(body, "unknown")
    return _of(name, body) if name in READERS else _unknown(body, name)


def recognised(body: Any) -> str | None:
    """The source whose form a body has."""
    return next((name for name, reader in READERS.items() if reader.recognises(body)), None)


def slug(name: str) -> str:
    """A source's name as the folder of readers spells it: `dbt Cloud` is `dbt_cloud`."""
    return re.sub(r"[^\w]+", "_", name.casefold()).strip("_")[:60] or "unknown"


def _of(name: str, body: Any) -> PayloadReading:
    """A known source's body; a tool may also post what it posts to Slack, or wrap another tool's words."""
    found = READERS[name].read(body)
    if found is not None:
        return _reading(name, found)
    return _by_itself(body, name) or _not_understood(name)


def _not_understood(name: str) -> PayloadReading:
    why = f"{name} is not known to send anything of this form"
    return PayloadReading(source=name, ignored=why, unreadable=True)


def _by_itself(body: Any, source: str | None = None) -> PayloadReading | None:
    """By what it is: an event of Slack's, a tool's form, or a message as it is posted."""
    if event := _event(body):
        reading = read_event(event)
        return PayloadReading(
            source=_first_source(reading.signals) or "slack",
            signals=reading.signals,
            ignored=reading.ignored,
            is_message=True,
            channel_id=reading.channel_id or None,
            is_edit=reading.is_edit,
        )
    if at(body, "type") == "event_callback":
        return PayloadReading(source="slack", ignored="it is an event of Slack's, and no message")
    if name := recognised(body):
        found = READERS[name].read(body)
        return _reading(name, found) if found is not None else _not_understood(name)
    if isinstance(body, Mapping) and not _MESSAGES.isdisjoint(body):
        return _message(body, source)
    return None


def _event(body: Any) -> Mapping[str, Any] | None:
    """The event within an envelope, or a bare one; `message` is its type in both."""
    wrapped = at(body, "event")
    inner = wrapped if isinstance(wrapped, Mapping) and "type" in wrapped else body
    if not isinstance(inner, Mapping) or inner.get("type") != "message" or "channel" not in inner:
        return None
    return inner if "ts" in inner or "message" in inner or "subtype" in inner else None


def _message(body: Mapping[str, Any], source: str | None) -> PayloadReading:
    """A message as it is posted; one whose poster says no name bears the name it was sent under."""
    if body.get("client_msg_id") or (body.get("user") and not body.get("bot_id")):
        return PayloadReading(source="slack", ignored="a person wrote it")
    signals = read_message(body)
    if source:
        signals = tuple(replace(each, source=source) if each.source == "slack" else each for each in signals)
    ignored = None if signals else "nothing in it says that something is wrong"
    named = _first_source(signals) or source or "slack"
    return PayloadReading(source=named, signals=signals, ignored=ignored, is_message=True)


def _unknown(body: Any, name: str) -> PayloadReading:
    """A source that no file is for: its body may still have a known form."""
    reading = _by_itself(body, name)
    if reading is None:
        return _general(body, name)
    known = reading.source
    return replace(
        reading,
        source=name,
        signals=tuple(replace(each, source=name) for each in reading.signals),
        words=f"no reader is for the source {name}; it was read by its form, which is that of {known}",
    )


def _general(body: Any, name: str) -> PayloadReading:
    who = "nothing tells which tool sent it" if name == "unknown" else f"no reader is for the source {name}"
    found = anything.read(body, name)
    if found is None:
        return PayloadReading(
            source=name, ignored=f"{who}, and nothing in it reads like an alert", unreadable=True
        )
    return replace(_reading(name, found), words=f"{who}; the general reader read it")


def _reading(name: str, found: Sequence[Signal]) -> PayloadReading:
    signals = said_once(tidy(signal) for signal in found)
    ignored = (
        None if signals else f"{name} says in it neither that something is wrong nor that it is fine again"
    )
    return PayloadReading(source=name, signals=signals, ignored=ignored)


def _is_several(bodies: Sequence[Any], name: str | None) -> bool:
    """A list that is no tool's own form."""
    own = READERS[name].read(bodies) if name is not None and name in READERS else None
    return own is None and recognised(bodies) is None


def _several(bodies: Sequence[Any], source: str | None) -> PayloadReading:
    """Several bodies, in their order."""
    readings = [_single(each, source) for each in bodies]
    signals = tuple(signal for reading in readings for signal in reading.signals)
    if not readings:
        return PayloadReading(source=slug(source) if source else "unknown", ignored="the list is empty")
    sources = dict.fromkeys(reading.source for reading in readings if reading.signals or len(readings) == 1)
    return PayloadReading(
        source=next(iter(sources), readings[0].source),
        signals=signals,
        ignored=None if signals else next((each.ignored for each in readings if each.ignored), None),
        unreadable=all(reading.unreadable for reading in readings),
        words=next((each.words for each in readings if each.words), None),
    )


def _single(body: Any, source: str | None) -> PayloadReading:
    """A list within a list is nobody's."""
    name = slug(source) if source else "unknown"
    if isinstance(body, list):
        return PayloadReading(source=name, ignored="it is a list within a list", unreadable=True)
    return read_payload(body, source)


def _first_source(signals: Sequence[Signal]) -> str | None:
    return signals[0].source if signals else None
