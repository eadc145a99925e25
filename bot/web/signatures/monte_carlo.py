"""Monte Carlo: `x-mcd-signature`, hex HMAC-SHA512 of the parsed body, written again as a form.

It is made with Python's own `urlencode` over Python's own dict, so it can be checked with these only.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from bot.web.delivery import Delivery, NotJson, read_json
from bot.web.signatures.verdict import Verdict, any_equal, good_if, hex_digests


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Look at the signature."""
    given = delivery.header(b"x-mcd-signature").strip()
    if not given:
        return Verdict.ABSENT
    try:
        body = read_json(delivery.body)[1]
        signed = urlencode(body).encode() if isinstance(body, dict) else b""
    except (NotJson, UnicodeEncodeError, RecursionError):  # half of a pair of surrogates; too deep to write
        return Verdict.WRONG
    return good_if(bool(signed) and any_equal([given.lower()], hex_digests(secrets, signed, "sha512")))
