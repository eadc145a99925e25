"""The secret itself, in a header: `Authorization: Bearer …`, or as the password of Basic.

Two tools can send no header at all. They may put it into the address, `?token=…`; others may not, because
addresses end up in the logs of every proxy on the way.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

from bot.web.delivery import Delivery
from bot.web.signatures.verdict import Verdict, any_equal, good_if

#: Airbyte and Pub/Sub push (BigQuery) know an address and nothing else.
WITHOUT_HEADERS: Final = frozenset({"airbyte", "bigquery"})


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Compare what was sent with each secret."""
    scheme, _, credentials = delivery.header(b"authorization").partition(b" ")
    match scheme.lower():
        case b"bearer":
            return good_if(any_equal([credentials.strip()], secrets))
        case b"basic":
            return good_if(any_equal([_password(credentials)], secrets))
        case _ if delivery.source in WITHOUT_HEADERS and (token := _token(delivery.query)):
            return good_if(any_equal([token], secrets))
    return Verdict.ABSENT


def _password(credentials: bytes) -> bytes:
    try:
        return base64.b64decode(credentials.strip(), validate=True).partition(b":")[2]
    except binascii.Error:
        return b""


def _token(query: bytes) -> bytes:
    said = parse_qsl(query.decode("latin-1"), encoding="utf-8", errors="replace", max_num_fields=None)
    return dict(said[:20]).get("token", "").encode()
