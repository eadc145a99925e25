"""What alerts may have in common: a run, a rule, an asset, an ancestor, an owner. Pure; the surer first."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from models.quiet import plain
from models.signal import Signal
from models.vocabulary import Symptom

#: As long as the key's column.
LONGEST_KEY: Final = 200


class SharedKind(StrEnum):
    """What is shared."""

    RUN = "run"
    RULE = "rule"
    ASSET = "asset"
    #: What fails further up: assets read from it, by lineage.
    ANCESTOR = "ancestor"
    OWNER = "owner"


_CONSEQUENCES: Final = frozenset({Symptom.PIPELINE, Symptom.FRESHNESS, Symptom.VOLUME})

#: How people say it; the name follows.
_WORDS: Final = {
    SharedKind.RUN: "run",
    SharedKind.RULE: "the rule",
    SharedKind.ASSET: "the asset",
    SharedKind.ANCESTOR: "upstream",
    SharedKind.OWNER: "the owner",
}


@dataclass(frozen=True, slots=True)
class SharedCause:
    """One thing that a signal may share with others."""

    kind: SharedKind
    #: The same for all that share it: `run:airflow:8123`.
    key: str
    #: As the tool writes it.
    name: str


def shared_causes(signal: Signal) -> tuple[SharedCause, ...]:
    """What this signal may share. Runs and rules are a tool's own; assets and owners are everybody's."""
    asset = signal.assets[0] if signal.assets else None
    found = (
        (SharedKind.RUN, signal.source, signal.run),
        (SharedKind.RULE, signal.source, signal.rule),
        (SharedKind.ASSET, "", asset),
        (SharedKind.OWNER, "", signal.owner),
    )
    return tuple(SharedCause(kind, _key(kind, source, name), name) for kind, source, name in found if name)


def ancestor_key(label: str) -> str:
    """The key of what shares an asset further up, by what that asset is called."""
    return _key(SharedKind.ANCESTOR, "", label)


def follows(symptom: Symptom | None) -> bool:
    """Whether it is how a failure further up shows below: late, empty, not run. Wrong values may not."""
    return symptom in _CONSEQUENCES


def in_words(kind: SharedKind, name: str) -> str:
    """`run 8123`, `the asset finance.orders`."""
    return f"{_WORDS[kind]} {plain(name)}"


@lru_cache(maxsize=4096)
def _key(kind: SharedKind, source: str, name: str) -> str:
    """Asked for several times of each alert, and alerts share what they name."""
    key = ":".join(part for part in (kind.value, source, " ".join(name.casefold().split())) if part)
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 17]}:{hashlib.sha256(key.encode()).hexdigest()[:16]}"
