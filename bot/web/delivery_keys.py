"""By what a redelivery is recognised: the sender's own id of the delivery, else what it says.

docs/decisions/0005-what-is-a-redelivery.md says why the same body is one for five minutes only.
"""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from bot.alerts.reading.json_parts import text
from bot.web.delivery import Delivery

#: Two deliveries of the same body within it are one: a retry whose answer was lost, or two Alertmanagers.
WINDOW: Final = timedelta(minutes=5)

#: Where in its body a tool writes the id of the delivery, which stays the same when it is tried again.
_IDS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("MessageId",),
    "bigquery": ("message", "messageId"),
    "dbt_cloud": ("eventId",),
    "pagerduty": ("event", "id"),
}

#: Their bodies name the moment, so the same one again is a repetition for good: they sign no time.
_NEVER_ALIKE: Final = frozenset({"monte_carlo", "sentry"})


class DeliveryKey(NamedTuple):
    """The key of the row, and after how long it does not count any more (none: it always does)."""

    key: str
    anew_after: timedelta | None


def delivery_key(delivery: Delivery, said: Any, *, signed: bool) -> DeliveryKey:
    """The key of a request that was proven to be the source's.

    Headers count only where they are signed, or where whoever wrote them knows the secret itself: else
    somebody who repeats a signed body could write another id beside it.
    """
    found = text(said, *_IDS[delivery.source]) if delivery.source in _IDS else None
    if delivery.source == "cloudevents":
        found = _event_id(delivery, said, signed=signed)
    if found is None and b"webhook-signature" in delivery.headers:
        found = delivery.header(b"webhook-id").decode("latin-1")
    if found is None and not signed:
        found = delivery.header(b"idempotency-key").decode("latin-1")
    if found:
        return DeliveryKey(f"delivery:{delivery.source}:{_hash(found.encode(errors='surrogatepass'))}", None)
    again = None if delivery.source in _NEVER_ALIKE else WINDOW
    return DeliveryKey(f"body:{delivery.source}:{_hash(delivery.body)}", again)


def _event_id(delivery: Delivery, said: Any, *, signed: bool) -> str | None:
    """What makes a CloudEvent that very one: its source and its id, in the body or in headers."""
    pairs = [(text(said, "source"), text(said, "id"))]
    if not signed:
        headers = (delivery.header(b"ce-source"), delivery.header(b"ce-id"))
        pairs.append((headers[0].decode("latin-1"), headers[1].decode("latin-1")))
    return next((f"{source}\n{event_id}" for source, event_id in pairs if source and event_id), None)


def _hash(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()
