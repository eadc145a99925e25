"""What Slack adds to blocks and attachments when it takes them in: missing ids and defaults."""

import secrets
from typing import Any

#: Element types that Slack gives an action_id when the app gave none.
_ACTING = frozenset(
    {"button", "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker"}
    | {f"{source}_select" for source in ("static", "external", "users", "conversations", "channels")}
    | {f"multi_{source}_select" for source in ("static", "external", "users", "conversations", "channels")}
    | {f"{kind}_input" for kind in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")}
)


def completed(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks with a block_id each, an action_id on each element, and Slack's defaults in texts."""
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = _new_id()
        _complete(block)
    return blocks


def completed_attachments(attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The attachments numbered from 1, with a fallback text, and their own blocks completed."""
    for number, attachment in enumerate(attachments, start=1):
        attachment["id"] = number
        attachment.setdefault("fallback", "[no preview available]")
        if isinstance(attachment.get("blocks"), list):
            completed(attachment["blocks"])
    return attachments


def _complete(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _complete(item)
    elif isinstance(node, dict):
        kind = node.get("type")
        if kind == "plain_text":
            node.setdefault("emoji", True)
        elif kind == "mrkdwn":
            node.setdefault("verbatim", False)
        elif kind in _ACTING and not node.get("action_id"):
            node["action_id"] = _new_id()
        for value in node.values():
            if isinstance(value, dict | list):
                _complete(value)


def _new_id() -> str:
    return secrets.token_urlsafe(4)[:5]
