"""What is said about one thing that was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


MARKS: Final[Mapping[Level, str]] = {Level.OK: "✓", Level.WARNING: "!", Level.ERROR: "✗"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what there is to say about it."""

    level: Level
    about: str
    said: str
