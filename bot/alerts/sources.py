"""The names under which webhooks are taken: one for each reader, and what people write instead."""

import difflib
from collections.abc import Mapping
from typing import Final

from bot.alerts.reading.read_payload import READERS

#: What comes from Amazon SNS, whose signature needs no secret of ours.
AMAZON: Final = "aws"

SOURCES: Final = frozenset(READERS)

#: Other names that a tool goes by.
ALIASES: Final[Mapping[str, str]] = {
    "sns": "aws",
    "cloudwatch": "aws",
    "dbt_platform": "dbt_cloud",
    "gx": "great_expectations",
    "prometheus": "alertmanager",
    "webhook": "generic",
}


def source_named(word: str) -> str | None:
    """The source of this name: hyphens, capitals and other names of a tool make no difference."""
    name = word.lower().replace("-", "_")
    name = ALIASES.get(name, name)
    return name if name in SOURCES else None


def nearest_source(word: str) -> str | None:
    """What was probably meant."""
    names = sorted(SOURCES | ALIASES.keys())
    nearest = difflib.get_close_matches(word.lower().replace("-", "_"), names, n=1, cutoff=0.6)
    return nearest[0] if nearest else None
