"""JSON that lies inside of JSON: in a string, in base64, in the envelope of a message bus. Never raises."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any, Final

from bot.alerts.reading.json_parts import MOST_ITEMS, at, record, text

#: No longer text is looked into; a request has no more.
LONGEST: Final = 1_048_576

#: How often a text may turn out to be JSON inside of a text.
_DEEPEST: Final = 3


def json_in(words: object) -> Any:
    """The object or list in a text, also with backslashes before its quotes; None where there is none."""
    for _ in range(_DEEPEST):
        if not isinstance(words, str) or len(words) > LONGEST:
            break
        words = _parsed(words.strip())
    return words if isinstance(words, dict | list) else None


def json_lines(words: str) -> list[Any]:
    """The objects of a text with one on each line; none where a line holds none."""
    lines = [line for line in words[:LONGEST].splitlines() if line.strip()][:MOST_ITEMS]
    found = [json_in(line) for line in lines]
    return found if all(each is not None for each in found) else []


def base64_json(words: object) -> Any:
    """The object or list that base64 holds; None where it holds none."""
    if not isinstance(words, str) or len(words) > LONGEST:
        return None
    try:
        return json_in(base64.b64decode(words, validate=False).decode())
    except (binascii.Error, ValueError):
        return None


def contents(body: Any) -> Iterator[Any]:
    """A body as it is, and what it is the envelope of: a Pub/Sub push, Event Grid's events."""
    yield body
    if pushed := text(body, "message", "data"):
        if (held := base64_json(pushed)) is not None:
            yield held
        return
    events = body if isinstance(body, list) else []
    for event in events[:100]:
        if text(event, "topic") and text(event, "eventType"):
            yield record(event, "data") or json_in(at(event, "data"))


def _parsed(words: str) -> Any:
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        pass
    if not words.startswith('{\\"'):
        return None
    try:
        return json.loads(f'"{words}"')
    except (ValueError, RecursionError):
        return None
