"""Amazon SNS: each message names the certificate of who signed it, which is fetched from Amazon and kept.

Anybody may have a topic and let Amazon sign for it: a signature counts only for topics that are allowed.
"""

import base64
import binascii
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from bot.alerts.reading.json_parts import moment
from bot.integrations.amazon import Fetch, NotFetched, is_of_amazon
from bot.web.delivery import Delivery, NotJson, read_json
from bot.web.signatures.rsa import NoKey, RsaKey, key_of
from bot.web.signatures.verdict import Verdict, good_if

CONFIRMATION: Final = "SubscriptionConfirmation"

#: What is signed of a message, in this order; a subject only where there is one.
_OF_NOTIFICATION: Final = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_OF_CONFIRMATION: Final = (
    "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
)  # fmt: skip

_ALGORITHMS: Final = {"1": "sha1", "2": "sha256"}

#: Seconds: the moment that is signed is that of publishing, and SNS may go on delivering for an hour.
_OLDEST: Final = 3_900.0

#: Amazon changes its certificates once in a while, and has one for each region.
_MOST_KEYS: Final = 50


class SnsVerifier:
    """Checks messages of allowed topics; a certificate is fetched once."""

    def __init__(self, fetch: Fetch, topics: Collection[str]) -> None:
        self._fetch = fetch
        self._topics = frozenset(topics)
        self._keys: dict[str, RsaKey] = {}

    @property
    def takes_any(self) -> bool:
        """Whether any topic is allowed."""
        return bool(self._topics)

    async def verify(self, delivery: Delivery) -> Verdict:
        """Look at the signature in the body."""
        body = _signed_body(delivery)
        if body is None:
            return Verdict.ABSENT
        address = str(body.get("SigningCertURL"))
        is_certificate = is_of_amazon(address) and address.endswith(".pem")
        if body.get("TopicArn") not in self._topics or not is_certificate:
            return Verdict.WRONG
        try:
            key = await self._key(address)
        except (NotFetched, NoKey) as refused:
            passing = isinstance(refused, NotFetched) and not refused.permanent
            return Verdict.UNSURE if passing else Verdict.WRONG
        if not _holds(key, body):
            return Verdict.WRONG
        return good_if(True) if _is_recent(moment(body, "Timestamp"), delivery.at) else Verdict.STALE

    async def _key(self, address: str) -> RsaKey:
        if address not in self._keys:
            key = key_of(await self._fetch(address))
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            self._keys[address] = key
        return self._keys[address]


def _signed_body(delivery: Delivery) -> Mapping[str, Any] | None:
    try:
        body = read_json(delivery.body)[1]
    except NotJson:
        return None
    return body if isinstance(body, Mapping) and isinstance(body.get("Signature"), str) else None


def _holds(key: RsaKey, body: Mapping[str, Any]) -> bool:
    algorithm = _ALGORITHMS.get(str(body.get("SignatureVersion")))
    names = _OF_NOTIFICATION if body.get("Type") == "Notification" else _OF_CONFIRMATION
    said = [(name, body[name]) for name in names if body.get(name) is not None]
    if algorithm is None or not all(isinstance(value, str) for _, value in said):
        return False
    try:
        signed = "".join(f"{name}\n{value}\n" for name, value in said).encode()
        return key.holds(base64.b64decode(body["Signature"], validate=True), signed, algorithm)
    except (binascii.Error, ValueError):  # no Base64, or half of a pair of surrogates
        return False


def _is_recent(published_at: datetime | None, now: float) -> bool:
    return published_at is not None and -300 <= now - published_at.timestamp() <= _OLDEST
