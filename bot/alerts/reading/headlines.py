"""What a headline carries beside its words: how bad the tool calls it, and decoration to be left out."""

import re
from typing import Final

from bot.alerts.reading.message_parts import Parts
from bot.blocks.limits import clip

LONGEST_TITLE: Final = 300

#: Where tools say how bad it is.
_LABELS: Final = ("severity", "severity level", "priority", "level", "alert level", "urgency")

_WORDS: Final = (
    r"critical|crit|fatal|error|warning|warn|info|major|minor|high|medium|low|page|p[1-5]|sev[- ]?[1-5]"
)
_STATES: Final = r"firing|resolved|ok|alerting|alert|triggered|recovered|no data"

#: A severity at the head of a title and set off as such, in brackets, or said (`severity: high`).
_TOLD: Final = re.compile(
    rf"^\W{{0,9}}(?::[\w+-]{{1,40}}:\W{{0,3}}){{0,3}}(?P<word>{_WORDS})\s?(?:[\])*:|!]|\s?[-–—]\s|$)"
    rf"|\[(?P<boxed>{_WORDS})\]"
    r"|\b(?:severity|priority|urgency)\W{1,3}(?P<said>[a-z]{1,20}[- ]?\d?)\b"
)

#: Emoji and brackets with a state before a title.
_DECORATION: Final = re.compile(
    rf"^(?::[\w+-]{{1,40}}:|[^\w\s\"'“(\[<@#]{{1,9}}\s|\[(?:{_STATES}|{_WORDS})(?::\s?\d+)?\]\s?[-:|]?|\s)",
    re.I,
)
_EMOJI: Final = re.compile(r"(?<!\S):[a-z0-9_+'-]{1,60}:(?!\S)")


def severity_in(parts: Parts) -> str | None:
    """The tool's own word for how bad it is, where it says one."""
    labelled = parts.fact(*_LABELS)
    if labelled:
        return _short(labelled)
    told = _TOLD.search(parts.headline.casefold()[:500])
    return _short(told["word"] or told["boxed"] or told["said"]) if told else None


def title_of(words: str) -> str:
    """A title without decoration."""
    bare = words[:1_000]
    while decoration := _DECORATION.match(bare):
        bare = bare[decoration.end() :]
    bare = " ".join(_EMOJI.sub("", bare).split()).strip(" -|·")
    return clip(bare or " ".join(words.split()), LONGEST_TITLE)


def _short(word: str) -> str:
    return clip(" ".join(word.split()).casefold().strip(" .,;"), 40)
