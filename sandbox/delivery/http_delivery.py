"""Signed HTTP delivery to the app's request URL."""

import json
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.delivery.envelope import Acked, Envelope, Failed, Kind, Outcome
from sandbox.delivery.signing import signed_headers

#: Slack follows at most two redirects.
MAX_REDIRECTS = 2
AGENT = "Slackbot 1.0 (sandbox, not Slack)"


class HttpDelivery:
    """Posts envelopes to one URL, as Slack does for apps without Socket Mode."""

    name = "http"

    def __init__(self, url: str, secret: str, *, now: Callable[[], float]) -> None:
        self._url = url
        self._secret = secret
        self._now = now  # the real time: the app compares it with its own clock
        self._reachable = True
        self._session: aiohttp.ClientSession | None = None

    @property
    def connected(self) -> bool:
        """Say whether the URL could be reached the last time."""
        return self._reachable

    async def deliver(self, envelope: Envelope, within: float) -> Outcome:
        """Post the envelope; the answer's body is the ack's payload."""
        body, content_type = _body(envelope)
        try:
            async with self._post(body, content_type, within, _retry_headers(envelope)) as response:
                outcome = await _read(response)
        except TimeoutError:
            return Failed("http_timeout")
        except aiohttp.TooManyRedirects:
            return Failed("too_many_redirects")
        except aiohttp.ClientSSLError:
            return Failed("ssl_error")
        except aiohttp.ClientError:
            self._reachable = False
            return Failed("connection_failed")
        self._reachable = True
        return outcome

    async def verify_url(self, within: float = 3.0) -> bool:
        """Send the challenge by which Slack checks a request URL; True when it comes back."""
        challenge = secrets.token_urlsafe(32)
        payload = {"type": "url_verification", "token": "sandbox-token", "challenge": challenge}
        async with self._post(json.dumps(payload).encode(), "application/json", within, {}) as response:
            return response.status == 200 and challenge in await response.text()

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    def _post(
        self, body: bytes, content_type: str, within: float, headers: dict[str, str]
    ) -> "aiohttp.client._RequestContextManager":
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        signed = signed_headers(self._secret, int(self._now()), body)
        return self._session.post(
            self._url,
            data=body,
            headers={**signed, **headers, "Content-Type": content_type, "User-Agent": AGENT},
            timeout=aiohttp.ClientTimeout(total=within),
            max_redirects=MAX_REDIRECTS,
        )


def _body(envelope: Envelope) -> tuple[bytes, str]:
    """Events travel as JSON, commands as form fields, interactions as one form field."""
    match envelope.kind:
        case Kind.EVENTS:
            return json.dumps(envelope.payload).encode(), "application/json"
        case Kind.COMMANDS:
            return urlencode(envelope.payload).encode(), "application/x-www-form-urlencoded"
        case Kind.INTERACTIVE:
            form = urlencode({"payload": json.dumps(envelope.payload)})
            return form.encode(), "application/x-www-form-urlencoded"


def _retry_headers(envelope: Envelope) -> dict[str, str]:
    if not envelope.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}


async def _read(response: aiohttp.ClientResponse) -> Outcome:
    text = await response.text()
    if not 200 <= response.status < 300:
        return Failed("http_error", no_retry=response.headers.get("X-Slack-No-Retry") == "1")
    return Acked(_payload(text, response.content_type))


def _payload(text: str, content_type: str) -> Any:
    """Read the ack: JSON where the app says so, else the text that answers a command."""
    if not text:
        return None
    if content_type == "application/json":
        try:
            return json.loads(text)
        except ValueError:
            return None
    return {"text": text}
