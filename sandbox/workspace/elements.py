"""What Slack adds to blocks and attachments when it takes them in: missing ids and defaults."""

import secrets
from typing import Any

#: Element types that Slack gives an action_id when the app gave none.
_ACTING = frozenset(
    {
        "button",
        "workflow_button",
        "icon_button",
        "feedback_buttons",
        "overflow",
        "radio_buttons",
        "checkboxes",
        "datepicker",
        "timepicker",
        "datetimepicker",
    }
    | {f"{source}_select" for source in ("static", "external", "users", "conversations", "channels")}
    | {f"multi_{source}_select" for source in ("static", "external", "users", "conversations", "channels")}
    | {f"{kind}_input" for kind in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")}
)


def completed(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the blocks with block and action ids on all, and Slack's defaults in texts."""
    return [_completed(block) | {"block_id": block.get("block_id") or _new_id()} for block in blocks]


def completed_attachments(attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the attachments numbered from 1, with a fallback text, and their own blocks completed."""
    copies = []
    for number, attachment in enumerate(attachments, start=1):
        copy = {"fallback": "[no preview available]", **attachment, "id": number}
        if isinstance(copy.get("blocks"), list):
            copy["blocks"] = completed(copy["blocks"])
        copies.append(copy)
    return copies


def _completed(node: Any) -> Any:
    if isinstance(node, list):
        return [_completed(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _completed(value) for name, value in node.items()}
    kind = copy.get("type")
    if kind == "plain_text":
        copy.setdefault("emoji", True)
    elif kind == "mrkdwn":
        copy.setdefault("verbatim", False)
    elif kind in _ACTING and not copy.get("action_id"):
        copy["action_id"] = _new_id()
    return copy


def _new_id() -> str:
    return secrets.token_urlsafe(4)[:5]
