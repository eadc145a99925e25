"""Sample alerts: what other integrations would post, in our own words after their documented formats."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One alert: which integration posts it, and how.

    `style` is "app" (a modern app with a bot user of its own) or "webhook" (without any user).
    """

    id: str
    title: str
    app: str
    style: str
    message: Mapping[str, Any]


def load_samples() -> tuple[Sample, ...]:
    """Read every sample that comes with the sandbox, in the order of the file names."""
    entries = (entry for entry in files(__package__).iterdir() if entry.name.endswith(".json"))
    ordered = sorted(entries, key=lambda entry: entry.name)
    return tuple(Sample(**json.loads(entry.read_text(encoding="utf-8"))) for entry in ordered)
