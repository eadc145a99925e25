"""What a message says, in plain words, for a title or a ledger entry."""

import html
import re
from collections.abc import Mapping
from typing import Any, Final

_LINK: Final = re.compile(r"<(?P<url>[^|>\s]+)(?:\|(?P<words>[^>]*))?>")


def text_of(message: Mapping[str, Any]) -> str:
    """The text, or what its blocks and attachments say where it has none."""
    said = message.get("text") or _first_words(message)
    return html.unescape(_LINK.sub(_spoken, said)).strip()


def _first_words(message: Mapping[str, Any]) -> str:
    for attachment in message.get("attachments") or []:
        for field in ("title", "text", "fallback", "pretext"):
            if attachment.get(field):
                return str(attachment[field])
    for block in message.get("blocks") or []:
        text = block.get("text")
        if isinstance(text, dict) and text.get("text"):
            return str(text["text"])
    return ""


def _spoken(link: re.Match[str]) -> str:
    return link["words"] or link["url"]
