"""What an incident's channel is called: `inc-<yymmdd>-<n>-<slug>`, cut at a word, 80 characters in all."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

#: docs.slack.dev/reference/methods/conversations.create
LONGEST_NAME: Final = 80

#: Room kept for `-2`, should a stranger have the name already.
_SPARE: Final = 3


def channel_name(
    number: int, title: str, declared_at: datetime, *, is_drill: bool = False, also: Iterable[str | None] = ()
) -> str:
    """Name a channel; `also` (domain, asset, symptom) is appended where the title does not say it yet.

    `declared_at` is aware UTC; the number makes two of our own names differ.
    """
    prefix = f"{'drill' if is_drill else 'inc'}-{declared_at:%y%m%d}-{number}"
    words = slug(title) or "incident"
    for more in also:
        part = slug(more or "")
        if part and part not in words:
            words = f"{words}-{part}"
    return f"{prefix}-{cut_at_word(words, LONGEST_NAME - _SPARE - len(prefix) - 1)}"


def slug(text: str) -> str:
    """Lower case, accents folded, each run of anything else one hyphen."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")


def cut_at_word(words: str, length: int) -> str:
    """Shorten to `length` at a hyphen where there is one."""
    if len(words) <= length:
        return words
    cut = words[: length + 1].rpartition("-")[0]
    return cut or words[:length]


def private_name(number: int, declared_at: datetime, *, is_drill: bool = False) -> str:
    """Name the channel in which a breach goes on by its number alone: more than members see names."""
    return f"{'drill' if is_drill else 'inc'}-{declared_at:%y%m%d}-{number}-private"


def left_name(number: int, declared_at: datetime, *, is_drill: bool = False) -> str:
    """Name the channel that was left for it."""
    return f"{'drill' if is_drill else 'inc'}-{declared_at:%y%m%d}-{number}-moved"
