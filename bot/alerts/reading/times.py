"""Times as tools write them."""

import re
from datetime import UTC, datetime
from typing import Final

_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.I
)


def time_in(text: str | None) -> datetime | None:
    """The first date and time in a text; one without a zone is taken for UTC."""
    found = _ISO.search(text or "")
    if found is None:
        return None
    day, clock, zone = found.groups()
    offset = "+00:00" if zone is None or zone.upper() in {"Z", "UTC"} else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def time_of_message(message_ts: str) -> datetime | None:
    """When a message was posted, from the name that Slack gives it."""
    try:
        return datetime.fromtimestamp(float(message_ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None
