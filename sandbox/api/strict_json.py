"""Reading JSON as strictly as Slack's servers do, so that nothing unreadable gets into the workspace."""

import json
from typing import Any

#: Deeper nesting is refused: nothing that Slack knows needs a tenth of it.
MAX_DEPTH = 100


def strict_json(text: str | bytes) -> Any:
    """Parse; `ValueError` for bad JSON, nesting without end, and halves of characters (lone surrogates)."""
    try:
        parsed = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _might_be_deep(text) and _is_deep(parsed):
        raise ValueError("nested too deeply")
    if _might_be_broken(text):
        json.dumps(parsed, ensure_ascii=False).encode()
    return parsed


def _might_be_deep(text: str | bytes) -> bool:
    if isinstance(text, bytes):
        return text.count(b"[") + text.count(b"{") > MAX_DEPTH
    return text.count("[") + text.count("{") > MAX_DEPTH


def _might_be_broken(text: str | bytes) -> bool:
    """Whether an escaped surrogate, paired or not, stands in the text."""
    return b"\\ud" in text.lower() if isinstance(text, bytes) else "\\ud" in text.lower()


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return False
    return True


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []
