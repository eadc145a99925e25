"""Look into JSON that anybody may have sent: what is not there, or is of another kind, is simply absent."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.alerts.reading.times import time_in

#: What tools write where they have nothing to say.
_NOTHING: Final = frozenset({"", "none", "null", "undefined", "n/a"})

#: Lists longer than this are cut: no batch of a tool is that long, and each entry costs time.
MOST_ITEMS: Final = 1_000

#: Times beyond these digits are in milliseconds, microseconds, nanoseconds.
_EPOCH: Final = re.compile(r"\d{9,19}(?:\.\d+)?")


def at(body: Any, *path: str | int) -> Any:
    """What lies at a path of keys and indexes; None where anything on the way is missing."""
    for step in path:
        if isinstance(body, Mapping) and isinstance(step, str):
            body = body.get(step)
        elif isinstance(body, list) and isinstance(step, int) and -len(body) <= step < len(body):
            body = body[step]
        else:
            return None
    return body


def text(body: Any, *path: str | int) -> str | None:
    """Words or a number as words; None for what is empty, or says `None` or `null`."""
    found = at(body, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    words = str(found).strip()
    return None if words.casefold() in _NOTHING else words


def first_text(body: Any, *keys: str) -> str | None:
    """The first of these keys that has words."""
    return next((words for key in keys if (words := text(body, key))), None)


def record(body: Any, *path: str | int) -> Mapping[str, Any]:
    """An object; an empty one where there is none."""
    found = at(body, *path)
    return found if isinstance(found, Mapping) else {}


def records(body: Any, *path: str | int) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    found = at(body, *path)
    return (
        [each for each in found[:MOST_ITEMS] if isinstance(each, Mapping)] if isinstance(found, list) else []
    )


def texts(body: Any, *path: str | int) -> tuple[str, ...]:
    """The words of a list."""
    found = at(body, *path)
    if not isinstance(found, list):
        return ()
    return tuple(words for each in found[:MOST_ITEMS] if (words := text(each)))


def moment(body: Any, *path: str | int) -> datetime | None:
    """A time: ISO, or seconds, milliseconds, microseconds or nanoseconds since 1970."""
    words = text(body, *path)
    if words is None:
        return None
    if not _EPOCH.fullmatch(words):
        return time_in(words)
    seconds = float(words)
    while seconds > 100_000_000_000:  # the year 5138 in seconds, 1973 in milliseconds
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
