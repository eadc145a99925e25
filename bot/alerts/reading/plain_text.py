"""Slack's markup as plain words: links become their labels, mentions go, entities are undone.

What comes out is for people to read and for rules to match. It is never markup again: a `<!channel>`
that someone wrote as text stays text.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.blocks.limits import clean

#: Longer texts are cut before they are read: Slack itself cuts at 40,000.
LONGEST: Final = 40_000

_GAP: Final = re.compile(r" {9,}")
_TOKEN: Final = re.compile(r"<([^<>\n]{1,4000})>")
_MENTION: Final = re.compile(r"<(?:@|!subteam\^)([\w.-]{2,64})(?:\|[^<>\n]{0,100})?>")
_FENCE: Final = re.compile(r"```|(?<!`)`(?!`)")
_BOLD: Final = re.compile(r"(?<![\w*])\*[ \t]?([^*\n]{1,300}?)\*(?![\w*])")
_BARE_URL: Final = re.compile(r"https?://[^\s<>|\"']{1,2000}")
_BROADCAST: Final = re.compile(r"(?<![\w@.])@(?:here|channel|everyone)\b")

#: `*Key:* value`, `*Key*: value`, `* Key*: value`, `*Key*` with the value on the next line.
_BOLD_FACT: Final = re.compile(r"\* {0,3}([^*\n:]{1,60}?) {0,3}:?\*:?(?: {0,8}\n)? {0,8}([^\n|*]{1,1000})")
#: `Key: value` and ` - key = value` on a line of its own.
_PLAIN_FACT: Final = re.compile(
    r"^[ \t]*(?:[-•]\s*)?([A-Za-z][\w /-]{0,40}?)[ \t]*[:=][ \t]+(\S[^\n]{0,1000})$", re.M
)


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and the words it stood under."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """Words, and what was taken out of them."""

    text: str = ""
    links: tuple[Link, ...] = ()
    #: Labelled values, by label in lower case.
    facts: Mapping[str, str] = field(default_factory=dict)


def plain(markup: object) -> Plain:
    """Read a piece of Slack's markup; anything but text is nothing."""
    if not isinstance(markup, str):
        return Plain()
    raw = _narrow(clean(markup[:LONGEST]))
    links: list[Link] = []
    untagged = html.unescape(_TOKEN.sub(lambda token: _token(token[1], links), raw))
    links += [Link(url.rstrip(").,;")) for url in _BARE_URL.findall(untagged)]
    unquoted = _unquoted(untagged)
    # A labelled value may be a person, who is named there by id, so that nobody is pinged.
    named = _MENTION.sub(r"\1", raw)
    told = (
        unquoted
        if named == raw
        else _unquoted(html.unescape(_TOKEN.sub(lambda token: _token(token[1], []), named)))
    )
    return Plain(_BOLD.sub(r"\1", unquoted).strip(), tuple(dict.fromkeys(links)), facts_in(told))


def inert(words: object) -> Plain:
    """Read text that is no markup (plain_text objects, parts of rich text)."""
    if not isinstance(words, str):
        return Plain()
    text = _BROADCAST.sub("", _narrow(clean(words[:LONGEST]))).strip()
    return Plain(text, tuple(Link(url.rstrip(").,;")) for url in _BARE_URL.findall(text)), facts_in(text))


def _unquoted(text: str) -> str:
    return _BROADCAST.sub("", _FENCE.sub("", text))


def facts_in(text: str) -> dict[str, str]:
    """Find labelled values; the first of a label counts."""
    found: dict[str, str] = {}
    for pattern in (_BOLD_FACT, _PLAIN_FACT):
        for label, value in pattern.findall(text):
            key = " ".join(label.casefold().split())
            known = value.strip(" `\"'")
            if key and known:
                found.setdefault(key, known)
    return found


def _narrow(text: str) -> str:
    """Wide gaps say nothing, and would make every pattern slow."""
    return _GAP.sub(" " * 8, text)


def _token(inside: str, links: list[Link]) -> str:
    """A `<…>` of Slack's: link, mention, date."""
    target, _, label = inside.partition("|")
    if target.startswith(("http://", "https://")):
        links.append(Link(html.unescape(target), html.unescape(label).strip()))
        return label or target
    if target.startswith("!date^"):
        return label
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith(("@", "!")):
        return ""
    return label or (target.removeprefix("mailto:") if ":" in target else f"<{inside}>")
