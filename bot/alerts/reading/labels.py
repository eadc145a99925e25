"""Labels and tags that teams put on their alerts: which asset, whose, which domain, how bad, what kind."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from bot.alerts.reading.json_parts import MOST_ITEMS, text
from models.vocabulary import Symptom

#: Each label with its values, in lower case and with `_` between words.
Labels = Mapping[str, tuple[str, ...]]

#: Labels that name a thing, most telling first.
_ASSETS: Final = (
    "asset", "full_table_name", "table_fqn", "fqn", "table", "table_name", "dataset", "model", "view",
    "dag", "dag_id", "pipeline", "job_name", "flow", "flow_name", "connection", "topic", "dashboard",
)  # fmt: skip
_TABLES: Final = ("table", "table_name", "model", "view")
_OWNERS: Final = ("owner", "data_owner", "steward", "team", "owning_team", "squad", "owned_by")
_DOMAINS: Final = ("domain", "data_domain", "business_domain")
_SEVERITIES: Final = ("severity", "priority", "level", "urgency")


def labels_in(*found: Any) -> Labels:
    """Labels from an object, from a list of `key:value`, or from such a list as one text with commas."""
    labels: dict[str, list[str]] = {}
    for key, value in (pair for each in found for pair in _pairs(each)):
        known = labels.setdefault(_name_of(key[:300]), [])
        if (said := value.strip()) and said not in known:
            known.append(said)
    return {key: tuple(values) for key, values in labels.items() if values}


@lru_cache(maxsize=512)
def _name_of(key: str) -> str:
    """A label as we write it; the same few come with every alert."""
    return re.sub(r"[\s-]+", "_", key.strip().casefold())[:100]


def assets_in(labels: Labels) -> tuple[str, ...]:
    """The things that labels name; a bare table gets its schema and database where they are labels, too."""
    within = [name for key in ("database", "schema") if (name := first(labels, key))]
    return tuple(
        ".".join((*within, value)) if key in _TABLES and "." not in value else value
        for key in _ASSETS
        for value in labels.get(key, ())
    )


def owner_in(labels: Labels) -> str | None:
    """Who answers for it."""
    return first(labels, *_OWNERS)


def domain_in(labels: Labels) -> str | None:
    """The part of the business."""
    return first(labels, *_DOMAINS)


def severity_in(labels: Labels) -> str | None:
    """How bad it is, in the team's word."""
    return first(labels, *_SEVERITIES)


def symptom_in(labels: Labels) -> Symptom | None:
    """What is wrong, where a label `symptom` says it in our words."""
    word = (first(labels, "symptom") or "").casefold()
    return Symptom(word) if word in set(Symptom) else None


def first(labels: Labels, *keys: str) -> str | None:
    """The first value of the first of these labels that is there."""
    return next((labels[key][0] for key in keys if key in labels), None)


def _pairs(found: Any) -> Iterator[tuple[str, str]]:
    if isinstance(found, Mapping):
        for key in [*found][:MOST_ITEMS]:
            if isinstance(key, str) and (value := text(found, key)):
                yield key, value
    elif isinstance(found, str):
        yield from _pairs(found.split(","))
    elif isinstance(found, list):
        for tag in found[:MOST_ITEMS]:
            key, colon, value = tag.partition(":") if isinstance(tag, str) else ("", "", "")
            if colon:
                yield key, value
