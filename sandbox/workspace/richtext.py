"""The rich_text block that Slack's own clients put on what a person writes."""

import re
from typing import Any

_TOKEN = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def rich_text(text: str) -> list[dict[str, Any]]:
    """One rich_text block for a Slack text; styles are left as plain characters."""
    if not text:
        return []
    elements: list[dict[str, Any]] = []
    position = 0
    for match in _TOKEN.finditer(text):
        elements += _plain(text[position : match.start()])
        elements.append(_element(match))
        position = match.end()
    elements += _plain(text[position:])
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]


def _plain(text: str) -> list[dict[str, Any]]:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return [{"type": "text", "text": text}] if text else []


def _element(match: re.Match[str]) -> dict[str, Any]:
    sign, value, label = match.groups()
    if sign == "@":
        return {"type": "user", "user_id": value}
    if sign == "#":
        return {"type": "channel", "channel_id": value}
    if sign == "!" and value.startswith("subteam^"):
        return {"type": "usergroup", "usergroup_id": value.removeprefix("subteam^")}
    if sign == "!" and value in ("here", "channel", "everyone"):
        return {"type": "broadcast", "range": value}
    if sign == "!":
        return {"type": "text", "text": label or value}
    return {"type": "link", "url": value, **({"text": label} if label else {})}
