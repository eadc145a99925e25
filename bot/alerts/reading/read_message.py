"""A message of a watched channel: whose it is, and which alerts it holds, or why none.

People's messages are never alerts, nor are our own. Nothing in a message can make reading it fail.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.alerts.reading.message_parts import Parts, parts_of
from bot.alerts.reading.sources import (
    airflow,
    dagster,
    datadog,
    dbt_cloud,
    elementary,
    general,
    great_expectations,
    monte_carlo,
    opsgenie,
    pagerduty,
    prefect,
    prometheus,
    soda,
)
from bot.alerts.reading.tidy import said_once, tidy
from models.signal import Signal

#: Tried in order; the general reader takes whatever is left.
READERS: Final[tuple[Callable[[Parts], Sequence[Signal] | None], ...]] = (
    prometheus.read,
    great_expectations.read,
    elementary.read,
    prefect.read,
    dagster.read,
    monte_carlo.read,
    datadog.read,
    pagerduty.read,
    opsgenie.read,
    soda.read,
    airflow.read,
    dbt_cloud.read,
    general.read,
)

#: Slack names a message by its time; ids are capital letters and digits.
_TS: Final = re.compile(r"\d{1,12}\.\d{1,8}")
_ID: Final = re.compile(r"[A-Z0-9]{2,32}")

#: Kinds of message that a tool posts; a message of a modern app has no kind.
_POSTED: Final = frozenset({None, "", "bot_message", "file_share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message event amounts to."""

    signals: tuple[Signal, ...] = ()
    #: Why there is nothing to do, where there is not.
    ignored: str | None = None
    channel_id: str = ""
    message_ts: str = ""
    #: The message was posted before, and is now changed.
    is_edit: bool = False
    #: It is an answer in a thread, and counts only where it is known already.
    is_reply: bool = False


def read_event(event: Mapping[str, Any], *, own_ids: frozenset[str] = frozenset()) -> Reading:
    """Read a `message` event; `own_ids` are our own user and bot ids."""
    is_edit = event.get("subtype") == "message_changed"
    message = event.get("message") if is_edit else event
    if not isinstance(message, Mapping):
        return Reading(ignored="the message is not there")
    channel_id, message_ts = _word(event.get("channel"), _ID), _word(message.get("ts"), _TS)
    if not channel_id or not message_ts:
        return Reading(ignored="it does not say which message of which channel")
    is_reply = (
        message.get("thread_ts") not in {None, "", message_ts}
        if _is_text(message.get("thread_ts"))
        else False
    )
    why = _not_a_tools(message, own_ids) or (None if is_edit or not is_reply else "it answers in a thread")
    reading = Reading(
        ignored=why, channel_id=channel_id, message_ts=message_ts, is_edit=is_edit, is_reply=is_reply
    )
    if why is not None:
        return reading
    signals = read_message(message)
    return replace(
        reading, signals=signals, ignored=None if signals else "nothing in it says that something is wrong"
    )


def read_message(message: Mapping[str, Any]) -> tuple[Signal, ...]:
    """The alerts in a message, as posted or as Slack shows it; those that say the same count once."""
    parts = parts_of(message)
    for read in READERS:
        signals = read(parts)
        if signals is not None:
            return said_once(tidy(signal, parts.headline) for signal in signals)
    return ()


def _not_a_tools(message: Mapping[str, Any], own_ids: frozenset[str]) -> str | None:
    """Why a message is no tool's."""
    subtype = message.get("subtype")
    if not (subtype is None or _is_text(subtype)) or subtype not in _POSTED:
        return "it is no posted message"
    by = {each for each in (message.get("bot_id"), message.get("user")) if _is_text(each)}
    if by & own_ids:
        return "it is our own"
    if message.get("client_msg_id") or not message.get("bot_id"):
        return "a person wrote it"
    return None


def _word(value: object, pattern: re.Pattern[str]) -> str:
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def _is_text(value: object) -> bool:
    return isinstance(value, str)
