"""Phrases as one pattern: whole words, in lower case."""

import re


def any_of(*phrases: str) -> re.Pattern[str]:
    """Match any of these phrases, each a small pattern of its own, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")
