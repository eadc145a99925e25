"""The arguments of one call, whatever body they came in."""

import json
from typing import Any

from sandbox.api.strict_json import strict_json
from sandbox.errors import SlackError, argument_error

_TRUE = frozenset({"1", "true", "t", "yes"})


class Args:
    """Arguments by name. Forms bring strings, JSON bodies bring values; both read alike. Null is absent."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = {name: value for name, value in raw.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def text(self, name: str, default: str = "") -> str:
        """A string, or the default."""
        value = self.raw.get(name, default)
        return value if isinstance(value, str) else _as_text(value)

    def required(self, name: str, error: str | None = None) -> str:
        """A string that must be there; the error is `invalid_arguments` unless the method has its own."""
        value = self.text(name)
        if not value:
            raise SlackError(error) if error else argument_error(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean: true, "true" or "1"."""
        value = self.raw.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def number(self, name: str, default: int, *, low: int, high: int, error: str = "invalid_limit") -> int:
        """A whole number within bounds."""
        try:
            value = int(str(self.raw.get(name, default)))
        except ValueError:
            raise SlackError(error) from None
        if not low <= value <= high:
            raise SlackError(error)
        return value

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structured value: as such, or as a JSON string; None when absent or empty."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return strict_json(value)
        except ValueError:
            raise SlackError(error) from None

    def ids(self, name: str) -> list[str]:
        """A list, or a string with commas between."""
        value = self.raw.get(name, "")
        items = value if isinstance(value, list) else self.text(name).split(",")
        return [str(item).strip() for item in items if str(item).strip()]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict | list) else str(value)
