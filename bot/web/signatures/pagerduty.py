"""PagerDuty: `X-PagerDuty-Signature: v1=…`, one for each of its secrets, separated by commas."""

from collections.abc import Sequence

from bot.web.delivery import Delivery
from bot.web.signatures.verdict import Verdict, any_equal, good_if, hex_digests


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Look at the signatures; one of them has to hold."""
    header = delivery.header(b"x-pagerduty-signature")
    if not header:
        return Verdict.ABSENT
    parts = [part.strip() for part in header.split(b",")[:10]]
    given = [part.removeprefix(b"v1=").lower() for part in parts if part.startswith(b"v1=")]
    return good_if(any_equal(given, hex_digests(secrets, delivery.body)))
