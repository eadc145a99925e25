"""What makes two alerts the same: the source and a few fields, never links, ids, times or counts."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Final

#: Raised when the same alert would get another fingerprint, so that old and new are never mixed up.
VERSION: Final = "v1"

#: What differs from one posting to the next, in the order in which it is taken out.
_UNSETTLED: Final = (
    re.compile(r"https?://\S+|www\.\S+"),
    re.compile(r"<[^<>\s][^<>]*>"),
    re.compile(r"(?<!\S):[a-z0-9_+-]+:(?!\S)"),  # emoji by name
    re.compile(r"(?<![\w.])@[\w.-]+"),
    re.compile(r"#[0-9a-f]{6}\b|#\d+"),  # colours, numbers of runs
    re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    re.compile(r"\b\w+__\d{4}-\d\d-\d\dt[\w:.+-]*"),  # Airflow's run ids
    re.compile(
        r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[t ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
        r"\s?(?:z\b|utc\b|[ap]m\b|[+-]\d\d:?\d\d)?"
    ),
    re.compile(r"\b\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:[ap]m\b|utc\b|z\b)?"),
    re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}\b"),  # hashes, run ids
    re.compile(
        r"(?<![\w.])[+-]?\d+(?:[.,:]\d+)*\s?(?:%|(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|k|[kmgt]i?b)\b)?"
        r"(?![\w])"
    ),
)


def settled(text: str) -> str:
    """Reduce words to those that stay the same when the same thing is said again."""
    words = text.casefold()
    for unsettled in _UNSETTLED:
        words = unsettled.sub(" ", words)
    return " ".join(re.findall(r"\w+(?:[.:/-]\w+)*", words)) or " ".join(text.casefold().split())


def fingerprint(source: str, identity: Iterable[str]) -> str:
    """Fold source and identifying fields into one short key: `v1:…`."""
    fields = [source, *(" ".join(field.casefold().split()) for field in identity)]
    whole = json.dumps(fields, ensure_ascii=True).encode()
    return f"{VERSION}:{hashlib.sha256(whole).hexdigest()[:32]}"
