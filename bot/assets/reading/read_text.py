"""Text that holds lineage: one body of JSON, one on each line, or rows of CSV."""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.alerts.reading.read_text import NoJson, body_in
from bot.assets.reading.openmetadata import rows_of_csv

#: Lines that are tried before a text is taken for something else than lines of JSON.
_TRIED: Final = 20


def bodies_in(words: str) -> Any:
    """What is said; line by line it is a list, with None for a line that is no JSON. Raises NoJson."""
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        lines = [line for line in words.splitlines() if line.strip()]
        if len(lines) > 1 and any(isinstance(_parsed(line), Mapping) for line in lines[:_TRIED]):
            return [_parsed(line) for line in lines]
        rows = rows_of_csv(words)
        return rows if rows is not None else body_in(words)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


__all__ = ["NoJson", "bodies_in"]
