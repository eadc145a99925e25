"""A user's time zone, in the three fields that Slack gives."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def tz_fields(name: str, now: float) -> dict[str, Any]:
    """`tz`, `tz_label` and `tz_offset` as of now."""
    local = datetime.fromtimestamp(now, UTC).astimezone(_zone(name))
    offset = local.utcoffset()
    return {
        "tz": name,
        "tz_label": local.tzname() or name,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }
