"""Sentry: `Sentry-Hook-Signature` is the hex HMAC-SHA256 of the body. Its timestamp is not signed."""

from collections.abc import Sequence

from bot.web.delivery import Delivery
from bot.web.signatures.verdict import Verdict, any_equal, good_if, hex_digests


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Look at the signature."""
    given = delivery.header(b"sentry-hook-signature").strip()
    if not given:
        return Verdict.ABSENT
    return good_if(any_equal([given.lower()], hex_digests(secrets, delivery.body)))
