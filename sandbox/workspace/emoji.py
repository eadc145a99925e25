"""Which emoji there are: those that every workspace has; the sandbox has no custom ones."""

import re
from functools import cache
from pathlib import Path

_SKIN_TONE = re.compile("::skin-tone-[2-6]$")


def is_emoji(name: str) -> bool:
    """Say whether a reaction may be called so; hands and faces may bear a skin tone."""
    return _SKIN_TONE.sub("", name) in emoji_names()


@cache
def emoji_names() -> frozenset[str]:
    """Read the names of all emoji, without colons."""
    lines = Path(__file__).with_name("emoji.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
