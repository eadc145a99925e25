"""POST /alerts/{source}: what a tool sends is checked, stored as it came, and acknowledged with a receipt.

Nothing is read or decided here: that happens from the row. A plain ASGI application, because under a storm
each layer between the socket and the commit costs alerts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.alerts.confirm_subscription import SUBSCRIPTION
from bot.alerts.sources import AMAZON, source_named
from bot.clock import Clock
from bot.inbox.entering import WEBHOOK, Received
from bot.inbox.webhook_intake import NotStored, WebhookIntake
from bot.metrics import Metrics
from bot.web import alert_answers as answers
from bot.web.alert_answers import Answer
from bot.web.body import GoneAway, receive_body
from bot.web.cloud_events import folded
from bot.web.delivery import Delivery, NotJson, read_json
from bot.web.delivery_keys import DeliveryKey, delivery_key
from bot.web.receipts import Receipts
from bot.web.signatures.every import Proof, prove
from bot.web.signatures.sns import CONFIRMATION, SnsVerifier
from bot.web.signatures.verdict import Verdict
from bot.web.waiting_room import RoomFull, WaitingRoom

log = structlog.get_logger("web")

_PATH: Final = "/alerts/"
_RECEIPTS: Final = "/alerts/receipts/"


@dataclass(frozen=True, slots=True)
class AlertEndpoint:
    """Takes what tools send."""

    intake: WebhookIntake
    #: By source; a source without any has no endpoint.
    secrets: Mapping[str, Sequence[bytes]]
    clock: Clock
    metrics: Metrics
    #: Called after each commit of something new, with its size in bytes.
    stored: Callable[[int], None] = lambda size: None
    sns: SnsVerifier | None = None
    receipts: Receipts | None = None
    room: WaitingRoom = field(default_factory=WaitingRoom)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            answer = await self._answer(scope, receive)
        except GoneAway:
            return
        except Exception:  # the loop top of one request
            log.exception("alert_endpoint_failed")
            answer = answers.refusal(500, "fault", "Something went wrong here; it is in the log.")
        await answers.give(answer, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if scope["path"].startswith(_RECEIPTS) and scope["method"] == "GET" and self.receipts:
            name = scope["path"].removeprefix(_RECEIPTS)
            return await self.receipts.show(name, dict(scope["headers"]), self.clock().timestamp())
        if scope["method"] != "POST":
            return answers.refusal(405, "method_not_allowed", "This address does not take that method.")
        word = scope["path"].removeprefix(_PATH)
        source = source_named(word)
        if source is None:
            return answers.unknown_source(word)
        secrets = self.secrets.get(source, ())
        if not secrets and not self._takes_topics(source):
            return answers.no_endpoint(source)
        headers = dict(scope["headers"])
        body = await receive_body(headers, receive)
        if body is None:
            return answers.refusal(413, "too_large", "The body is longer than 1 MiB.")
        at = self.clock().timestamp()
        delivery = Delivery(source, headers, body, at, scope["query_string"])
        return await self._take(delivery, secrets)

    async def _take(self, delivery: Delivery, secrets: Sequence[bytes]) -> Answer:
        proof = prove(delivery, secrets)
        if proof.verdict is Verdict.ABSENT and self.sns and self._takes_topics(delivery.source):
            proof = Proof(await self.sns.verify(delivery))
        if proof.verdict is Verdict.UNSURE:
            return answers.busy()
        if proof.verdict is not Verdict.GOOD:
            log.warning("alert_refused", source=delivery.source, why=proof.verdict.name.lower())
            return answers.unsigned(delivery.source, proof.verdict)
        try:
            text, said = read_json(delivery.body)
        except NotJson:
            return answers.refusal(400, "not_json", "The body is not JSON in UTF-8.")
        try:
            with self.room.place_for(len(delivery.body)):
                key = delivery_key(delivery, said, signed=not proof.by_secret)
                received = await self._store(
                    delivery, key, kind_of(delivery.source, said), folded(delivery, text)
                )
        except (RoomFull, NotStored) as busy:
            log.warning("alert_not_stored", source=delivery.source, why=str(busy) or type(busy).__name__)
            return answers.busy()
        if received.is_new:
            self.metrics.received(WEBHOOK)
            self.stored(len(delivery.body))
        else:
            self.metrics.redelivered(WEBHOOK)
        return answers.accepted(received.inbox_id)

    async def _store(self, delivery: Delivery, key: DeliveryKey, kind: str, text: str) -> Received:
        return await self.intake.store(key.key, text, delivery.source, kind=kind, anew_after=key.anew_after)

    def _takes_topics(self, source: str) -> bool:
        """Amazon signs for topics, which need no secret of ours."""
        return source == AMAZON and self.sns is not None and self.sns.takes_any


def alerts_first(endpoint: ASGIApp, rest: ASGIApp) -> ASGIApp:
    """Serve `/alerts/…` without the layers through which everything else goes."""

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        is_alert = scope["type"] == "http" and scope["path"].startswith(_PATH)
        await (endpoint if is_alert else rest)(scope, receive, send)

    return site


def secrets_of(settings: Mapping[str, Sequence[SecretStr]]) -> Mapping[str, tuple[bytes, ...]]:
    """The secrets of each source that there is."""
    secrets: dict[str, tuple[bytes, ...]] = {}
    for word, given in settings.items():
        if source := source_named(word):
            secrets[source] = secrets.get(source, ()) + tuple(
                each.get_secret_value().encode() for each in given
            )
    return secrets


def kind_of(source: str, said: Any) -> str:
    """Nearly always a webhook; Amazon SNS also asks whether its messages are wanted."""
    asks = source == AMAZON and isinstance(said, dict) and said.get("Type") == CONFIRMATION
    return SUBSCRIPTION if asks else WEBHOOK
