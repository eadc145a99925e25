"""POST /slack/events: Slack's requests in HTTP mode, checked before anything in them is read.

Bolt checks the signature too, but only after it has parsed the body, and it takes malformed headers for a
fault of its own. Replays within Slack's five minutes are recognised by the inbox, like any redelivery.
"""

import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.web.answers import refused
from bot.web.body import TooLarge, read_body

log = structlog.get_logger("web")

#: A Unix time has ten digits for the next two centuries; Python refuses to read thousands of them.
_TIMESTAMP_DIGITS: Final = 12


class SlackEndpoint:
    """Takes what Slack sends over HTTP, and lets Bolt work on it."""

    def __init__(
        self, bolt_app: AsyncApp, signing_secret: str, *, on_ack: Callable[[str, float], None] | None = None
    ) -> None:
        self._bolt_app = bolt_app
        self._verifier = SignatureVerifier(signing_secret)
        self._on_ack = on_ack or (lambda kind, seconds: None)
        self._heard_at: float | None = None

    def state(self) -> dict[str, Any]:
        """As `/readyz` shows it: over HTTP we only know when Slack called last."""
        age = None if self._heard_at is None else round(time.monotonic() - self._heard_at, 1)
        return {"transport": "http", "last_request_age": age}

    async def take(self, request: Request) -> Response:
        """Answer one request."""
        came_at = time.monotonic()
        try:
            body = await read_body(request)
        except TooLarge:
            return refused(413, "too_large", "The body is longer than 1 MiB.")
        except ClientDisconnect:
            return Response(status_code=400)
        if not self._is_signed(request.headers, body):
            log.warning("slack_signature_refused", length=len(body))
            return refused(401, "bad_signature", "The request is not signed with this app's signing secret.")
        self._heard_at = came_at
        try:
            slack_request = to_async_bolt_request(request, body)
        except (ValueError, TypeError, AttributeError):  # JSON that is none, or that is no object
            return refused(400, "unreadable", "The body is not what Slack sends.")
        response = await self._bolt_app.async_dispatch(slack_request)
        if response.status == 200:
            self._on_ack(_kind(slack_request), time.monotonic() - came_at)
        return to_starlette_response(response)

    def _is_signed(self, headers: Headers, body: bytes) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        well_formed = (
            timestamp.isascii()
            and timestamp.isdecimal()
            and len(timestamp) <= _TIMESTAMP_DIGITS
            and signature.isascii()
        )
        try:
            return well_formed and self._verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:  # Slack's bodies are UTF-8
            return False


def _kind(request: AsyncBoltRequest) -> str:
    """What it would be called in Socket Mode."""
    if "event" in request.body or request.body.get("type") == "url_verification":
        return "events_api"
    return "slash_commands" if "command" in request.body else "interactive"
