"""Grafana: the hex HMAC-SHA256 of the body, or of `timestamp:body` where a header is named for the time."""

from collections.abc import Sequence
from typing import Final

from bot.web.delivery import Delivery
from bot.web.signatures.verdict import Verdict, any_equal, good_if, hex_digests, is_recent

#: Grafana lets people choose the name; docs/alert-webhooks.md tells them to choose the first.
_TIMESTAMPS: Final = (b"x-grafana-alerting-timestamp", b"x-grafana-alerting-signature-timestamp")


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Look at the signature, and at its age where it says one."""
    given = delivery.header(b"x-grafana-alerting-signature").strip()
    if not given:
        return Verdict.ABSENT
    timestamp = next((value for name in _TIMESTAMPS if (value := delivery.header(name))), b"")
    signed = timestamp + b":" + delivery.body if timestamp else delivery.body
    if not any_equal([given.lower()], hex_digests(secrets, signed)):
        return Verdict.WRONG
    return Verdict.STALE if timestamp and not is_recent(timestamp, delivery.at) else good_if(True)
