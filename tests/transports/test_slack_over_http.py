"""HTTP mode: what Slack signs is worked on, and nothing else is."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest

from bot.web.body import LIMIT_BYTES
from bot.web.slack_events import SlackEndpoint
from sandbox.server import Sandbox
from tests.transports.polling import until
from tests.transports.serving import served
from tests.transports.tea_app import ALERTS, MANIFEST, Ana, TeaApp

SECRET = "sandbox-secret"
EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T0NORTH01",
    "event": {"type": "message", "text": "hello", "user": "U0ANA00001", "channel": ALERTS, "ts": "1.1"},
}


def signed(body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


@pytest.fixture
def tea() -> TeaApp:
    return TeaApp(SECRET)


@pytest.fixture
def acked() -> list[str]:
    return []


@pytest.fixture
async def address(tea: TeaApp, acked: list[str], sqlite_url: str) -> AsyncIterator[str]:
    endpoint = SlackEndpoint(tea.bolt, SECRET, on_ack=lambda kind, _seconds: acked.append(kind))
    async with served(sqlite_url, slack=endpoint, slack_state=endpoint.state) as url:
        yield f"{url}/slack/events"


async def status_of(http: aiohttp.ClientSession, address: str, body: Any, headers: dict[str, str]) -> int:
    async with http.post(address, data=body, headers=headers) as response:
        await response.read()
        return response.status


async def test_slack_is_heard_and_answered(
    address: str, tea: TeaApp, acked: list[str], http: aiohttp.ClientSession
) -> None:
    async with Sandbox.serve(manifest=MANIFEST, events_url=address, signing_secret=SECRET) as sandbox:
        ana = Ana(http, sandbox.url)
        assert sandbox.http is not None
        assert await sandbox.http.verify_url()
        assert (await ana.does("invite", channel=ALERTS, users=[sandbox.app.user_id]))["ok"]
        await ana.posts("kettle on")
        answer = await ana.orders("oolong")
        await until(lambda: tea.heard == ["kettle on"])
        await sandbox.courier.settle()

        assert answer["ok"], answer
        assert sandbox.deliveries.since()[-1].ack == {"text": "One oolong, coming"}
        assert {each.failed for each in sandbox.deliveries.since()} == {None}
        assert set(acked) == {"events_api", "slash_commands"}


async def test_a_signed_event_is_taken(address: str, tea: TeaApp, http: aiohttp.ClientSession) -> None:
    body = json.dumps(EVENT).encode()

    assert await status_of(http, address, body, signed(body)) == 200
    await until(lambda: tea.heard == ["hello"])


def _broken() -> Iterator[Any]:
    body = json.dumps(EVENT).encode()
    good = signed(body)
    yield pytest.param({"Content-Type": "application/json"}, id="no headers")
    yield pytest.param(signed(body, secret="another"), id="another secret")
    yield pytest.param(signed(body + b" "), id="another body")
    yield pytest.param(signed(body, at=time.time() - 301), id="too old")
    yield pytest.param(signed(body, at=time.time() + 100_000), id="from the future")
    for timestamp in ("", "soon", "1.5", "-5", "１７６３６４０００", "٣٤٥", "9" * 5000, "0x10"):
        yield pytest.param(good | {"X-Slack-Request-Timestamp": timestamp}, id=f"timestamp {timestamp[:9]}")
    for signature in ("", "v0=", "v0=ü", "v0=" + "0" * 64, "nonsense"):
        yield pytest.param(good | {"X-Slack-Signature": signature}, id=f"signature {signature[:9]}")


@pytest.mark.parametrize("headers", list(_broken()))
async def test_what_is_not_signed_is_refused(
    address: str, tea: TeaApp, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    assert await status_of(http, address, json.dumps(EVENT).encode(), headers) == 401
    assert tea.heard == []


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"ssl_check=1", b"", b"payload={"])
async def test_unsigned_rubbish_is_refused_before_it_is_read(
    address: str, http: aiohttp.ClientSession, body: bytes
) -> None:
    assert await status_of(http, address, body, {"Content-Type": "application/json"}) == 401


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"'])
async def test_signed_rubbish_is_no_fault_of_ours(
    address: str, http: aiohttp.ClientSession, body: bytes
) -> None:
    assert await status_of(http, address, body, signed(body)) == 400


@pytest.mark.parametrize("length", [LIMIT_BYTES + 1, 8 * LIMIT_BYTES])
async def test_a_body_over_a_mebibyte_is_refused(
    address: str, http: aiohttp.ClientSession, length: int
) -> None:
    body = b" " * length

    assert await status_of(http, address, io.BytesIO(body), signed(body)) == 413


async def test_a_body_that_does_not_tell_its_length_is_cut_off(
    address: str, http: aiohttp.ClientSession
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * (LIMIT_BYTES // 16)

    assert await status_of(http, address, chunks(), {}) == 413


async def test_readiness_tells_when_slack_called_last(address: str, http: aiohttp.ClientSession) -> None:
    readyz = address.replace("/slack/events", "/readyz")
    async with http.get(readyz) as response:
        before = (await response.json())["slack"]
    body = json.dumps(EVENT).encode()
    await status_of(http, address, body, signed(body))
    async with http.get(readyz) as response:
        after = (await response.json())["slack"]

    assert before == {"transport": "http", "last_request_age": None}
    assert after["last_request_age"] < 5


async def test_with_socket_mode_nobody_can_post_payloads(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    body = json.dumps(EVENT).encode()
    async with (
        served(sqlite_url) as url,
        http.post(f"{url}/slack/events", data=body, headers=signed(body)) as response,
    ):
        answer = await response.json()

    assert response.status == 404
    assert "SLACK_SIGNING_SECRET" in answer["message"]
