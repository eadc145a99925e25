"""Text that holds JSON, as files and forms bring it: one body, or one on each line."""

import json
from typing import Any

from bot.alerts.reading.inner_json import json_in, json_lines


class NoJson(ValueError):
    """There is no JSON in it; the message says where it stops being any."""


def body_in(words: str) -> Any:
    """The body, or a list where each line holds one. Raises NoJson."""
    try:
        return json.loads(words)
    except RecursionError as error:
        raise NoJson("it is nested too deeply") from error
    except ValueError as error:
        several = json_in(words) or json_lines(words)
        if several:
            return several
        raise NoJson(_where(words, error)) from error


def _where(words: str, error: ValueError) -> str:
    if not words.strip():
        return "it is empty"
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
    return "it holds a number that is too long"
