"""Opsgenie: its alerts as it posts them, known by their address; no message of it is public."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from models.fingerprint import settled
from models.signal import Signal

_ALERT: Final = re.compile(r"/alert/(?:detail/)?(?P<id>[\w-]{6,100})")
_CLOSED: Final = re.compile(r"\bclosed\b|^\W{0,9}resolved\b", re.I)

#: What people did about an alert, which is no news about the data.
_BY_PEOPLE: Final = re.compile(
    r"\b(?:acknowledged|unacknowledged|snoozed|assigned|took ownership|added|escalated|updated|seen)\b", re.I
)
_ABOUT: Final = re.compile(
    r"^(?:new alert|alert (?:opened|created)"
    r"|.{0,80}?\b(?:closed|resolved|created|opened|acknowledged|snoozed|assigned) (?:the )?alert)\b"
    r"[:\s]{0,3}(?:#\d{1,9})?[:\s]{0,3}|^#\d{1,9}:?\s{0,3}",
    re.I,
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read that an alert was opened or closed."""
    if "opsgenie" not in parts.posted_by and parts.link_to("opsgenie.com") is None:
        return None
    headline = parts.headline
    title = title_of(_ABOUT.sub("", headline).strip(" \"'")) or title_of(headline)
    acted = headline.replace(title, "") if title in headline else ""
    if _BY_PEOPLE.search(acted):
        return ()
    numbered = next((found["id"] for each in parts.links if (found := _ALERT.search(each.url))), None)
    return read_as(
        parts, source="opsgenie", title=title, identity=(numbered or settled(title),),
        is_over=_CLOSED.search(acted) is not None, is_ours=numbered is not None,
    )  # fmt: skip
