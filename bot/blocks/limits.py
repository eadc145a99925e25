"""Slack's limits on what is shown, and the two ways of keeping to them: clean and clip."""

import re
import unicodedata
from typing import Final

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
#: Slack takes 4,000 in a message's text; escaping and its own rewriting need room.
FALLBACK_TEXT: Final = 3_000
SECTION_TEXT: Final = 3_000
HEADER_TEXT: Final = 150
ACTION_ELEMENTS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
FEW_OPTIONS: Final = 10  # radio buttons and checkboxes
OVERFLOW_OPTIONS: Final = 5
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
INPUT_LABEL: Final = 2_000
PLACEHOLDER: Final = 150
INPUT_TEXT: Final = 3_000
VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3_000
URL: Final = 3_000

ELLIPSIS: Final = "…"

#: Marks that turn the reading direction, and with it the meaning of what stands around them.
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class TooLarge(ValueError):
    """A card or form that Slack would refuse for its size: a fault in our own code."""


def clean(text: str) -> str:
    """Take out control and direction characters; line breaks stay, tabs become spaces."""
    if text.replace("\n", " ").isprintable():  # nearly always, and many times quicker
        return text
    text = _BIDI.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """Clean, with every run of white space one space: for titles and names."""
    return " ".join(clean(text).split())


def clip(text: str, limit: int) -> str:
    """Cut to `limit` characters, the last of which says that something was cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + ELLIPSIS


def escape(text: str) -> str:
    """Make outside text harmless in Slack's own markup: it can neither ping nor link."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip_escaped(text: str, limit: int) -> str:
    """Escape, then cut to `limit` without halving an entity."""
    whole = escape(text)
    if len(whole) <= limit:
        return whole
    cut = whole[: limit - 1]
    head, amp, tail = cut.rpartition("&")
    if amp and ";" not in tail:
        cut = head
    return cut.rstrip() + ELLIPSIS
