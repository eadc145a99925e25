"""Standard Webhooks, for any source that sends `webhook-id`, `webhook-timestamp` and `webhook-signature`."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from bot.web.delivery import Delivery
from bot.web.signatures.verdict import Verdict, any_equal, is_recent

#: Secrets are handed out as `whsec_` and Base64; others are taken as they are.
_PREFIX: Final = b"whsec_"


def verify(delivery: Delivery, secrets: Sequence[bytes]) -> Verdict:
    """Look at the signatures; one of them has to hold, and to be made within five minutes."""
    message_id, timestamp = delivery.header(b"webhook-id"), delivery.header(b"webhook-timestamp")
    signatures = delivery.header(b"webhook-signature")
    if not (message_id and timestamp and signatures):
        return Verdict.ABSENT
    given = [part.removeprefix(b"v1,") for part in signatures.split()[:10] if part.startswith(b"v1,")]
    signed = b".".join((message_id, timestamp, delivery.body))
    if not any_equal(given, [_signature(secret, signed) for secret in secrets]):
        return Verdict.WRONG
    return Verdict.GOOD if is_recent(timestamp, delivery.at) else Verdict.STALE


def _signature(secret: bytes, signed: bytes) -> bytes:
    return base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest())


def _key(secret: bytes) -> bytes:
    if not secret.startswith(_PREFIX):
        return secret
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        return secret
