"""One request of a tool, as it came: what signatures and keys are made of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class NotJson(Exception):
    """The body is no JSON that can be read."""


@dataclass(slots=True)
class Delivery:
    """What was sent to `/alerts/{source}`."""

    source: str
    #: Lower-case names.
    headers: Mapping[bytes, bytes]
    body: bytes
    #: Epoch seconds at which it came.
    at: float
    query: bytes = b""

    def header(self, name: bytes) -> bytes:
        """A header; empty where there is none."""
        return self.headers.get(name, b"")


def read_json(body: bytes) -> tuple[str, Any]:
    """The body as text, and what it says. Raises NotJson, also for what is nested too deeply to be read."""
    try:
        text = body.decode("utf-8-sig")
        return text, json.loads(text)
    except (ValueError, RecursionError) as refused:
        raise NotJson from refused
