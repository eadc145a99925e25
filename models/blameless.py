"""Gentle hints at words that look for who instead of what made it possible; they refuse nothing. Pure."""

import re
from typing import Final

_HINTS: Final = (
    (
        re.compile(r"\bhuman[\s-]+errors?\b|\b(?:user|operator)[\s-]+errors?\b", re.IGNORECASE),
        "what made that error possible, and what would have caught it?",
    ),
    (
        re.compile(r"\b(?:should|could|ought)\s*(?:n['’]t|\s+not|\s+to)?\s+have\b", re.IGNORECASE),
        "what would have made that the easy thing to do?",
    ),
    (
        re.compile(r"\b(?:failed|neglected|forgot(?:ten)?)\s+to\b", re.IGNORECASE),
        "what relied on somebody remembering it?",
    ),
    (
        re.compile(r"\b(?:careless(?:ly|ness)?|negligen(?:t|ce)|sloppy|stupid(?:ity)?)\b", re.IGNORECASE),
        "what did they know and see at that moment?",
    ),
    (
        re.compile(
            r"\b(?:whose\s+fault|at\s+fault|to\s+blame|(?:his|her|their)\s+(?:fault|mistake))\b",
            re.IGNORECASE,
        ),
        "what in the system let one person's slip get that far?",
    ),
)

#: As much of somebody's words as a hint repeats.
_QUOTED: Final = 60


def blameless_hints(*texts: str) -> tuple[str, ...]:
    """Each as `“should have”: what would have made that the easy thing to do?`, every kind once."""
    found: dict[str, str] = {}
    for text in texts:
        for pattern, question in _HINTS:
            if (told := pattern.search(text)) is not None:
                words = " ".join(told[0].split())[:_QUOTED]
                found.setdefault(question, f"“{words}”: {question}")
    return tuple(found.values())
