"""dbt Cloud: `Authorization` is the hex HMAC-SHA256 of the body, with no word before it."""

from collections.abc import Sequence

from bot.web.delivery import Delivery
from bot.web.signatures.verdict import Verdict, any_equal, good_if, hex_digests


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Look at the signature."""
    given = delivery.header(b"authorization").strip()
    if not given or b" " in given:
        return Verdict.ABSENT
    return good_if(any_equal([given.lower()], hex_digests(secrets, delivery.body)))
