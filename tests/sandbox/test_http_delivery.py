"""Signed HTTP delivery to an app without Socket Mode."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession, web
from conftest import MANIFEST
from people import ALERTS, PATIENCE, SOON, Person
from slack_sdk.signature import SignatureVerifier

from sandbox.delivery.http_delivery import HttpDelivery
from sandbox.seed import ANA, APP_USER_ID
from sandbox.server import Sandbox


@dataclass
class Endpoint:
    """The app's request URL: remembers requests and answers as told."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    requests: list[tuple[dict[str, str], str]] = field(default_factory=list)
    pause: float = 0

    async def handle(self, request: web.Request) -> web.Response:
        text = await request.text()
        self.requests.append(({name.lower(): value for name, value in request.headers.items()}, text))
        pause, self.pause = self.pause, 0
        await asyncio.sleep(pause)
        if "challenge" in text:
            return web.Response(text=json.loads(text)["challenge"])
        return self.answers.pop(0) if self.answers else web.Response()

    def payload(self, number: int = -1) -> dict[str, Any]:
        text = self.requests[number][1]
        if text.startswith("{"):
            parsed: dict[str, Any] = json.loads(text)
            return parsed
        form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        return json.loads(form["payload"]) if "payload" in form else form  # type: ignore[no-any-return]


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    made = Endpoint()
    app = web.Application()
    app.router.add_post("/slack/events", made.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield made
    await runner.cleanup()


@pytest.fixture
async def sandbox(endpoint: Endpoint) -> AsyncIterator[Sandbox]:
    async with Sandbox.serve(
        manifest=MANIFEST, events_url=endpoint.url, retry_schedule=(0.01, 0.02), ack_seconds=PATIENCE
    ) as served:
        served.workspace.membership.join(APP_USER_ID, ALERTS)
        await served.courier.settle()
        endpoint.requests.clear()
        yield served


@pytest.fixture
async def ana(sandbox: Sandbox) -> AsyncIterator[Person]:
    async with ClientSession() as session:
        yield Person(session, sandbox.url, ANA)


async def test_requests_are_signed_as_slack_signs_them(
    sandbox: Sandbox, endpoint: Endpoint, ana: Person
) -> None:
    await ana.posts("hello")
    await sandbox.courier.settle()
    headers, body = endpoint.requests[0]

    assert SignatureVerifier(sandbox.signing_secret).is_valid_request(body, headers)
    assert headers["content-type"] == "application/json"
    assert "x-slack-retry-num" not in headers
    assert endpoint.payload()["event"]["text"] == "hello"


async def test_commands_travel_as_form_fields_and_the_body_answers(
    sandbox: Sandbox, endpoint: Endpoint, ana: Person
) -> None:
    endpoint.answers = [web.json_response({"text": "a cup"}), web.Response(text="plain words")]
    for _ in range(2):
        await ana.ok("command", channel=ALERTS, command="/tea", text="a & b")
    history = await ana.ok("history", channel=ALERTS)

    assert endpoint.payload()["command"] == "/tea"
    assert endpoint.payload()["text"] == "a &amp; b"
    assert [message["text"] for message in history["messages"][-2:]] == ["a cup", "plain words"]


async def test_interactions_travel_in_the_field_payload(
    sandbox: Sandbox, endpoint: Endpoint, ana: Person
) -> None:
    await ana.ok("shortcut", callback_id="order")

    assert endpoint.requests[0][1].startswith("payload=")
    assert endpoint.payload()["type"] == "shortcut"


async def test_a_failed_event_comes_again_with_number_and_reason(
    sandbox: Sandbox, endpoint: Endpoint, ana: Person
) -> None:
    endpoint.answers = [web.Response(status=500)]
    endpoint.pause = SOON + 0.1
    sandbox.courier.ack_seconds = SOON
    await ana.posts("hello")
    await sandbox.courier.settle()
    retries = [
        (headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason"))
        for headers, _ in endpoint.requests
    ]

    assert retries == [(None, None), ("1", "http_timeout"), ("2", "http_error")]
    assert len({json.loads(body)["event_id"] for _, body in endpoint.requests}) == 1


async def test_no_retry_is_honoured(sandbox: Sandbox, endpoint: Endpoint, ana: Person) -> None:
    endpoint.answers = [web.Response(status=500, headers={"x-slack-no-retry": "1"})]
    await ana.posts("hello")
    await sandbox.courier.settle()

    assert len(endpoint.requests) == 1


async def test_an_error_answer_is_told_to_the_person(
    sandbox: Sandbox, endpoint: Endpoint, ana: Person
) -> None:
    endpoint.answers = [web.Response(status=500)]
    answer = await ana.does("command", channel=ALERTS, command="/tea", text="")

    assert answer["error"] == "dispatch_unknown_error"


async def test_nobody_at_the_url_is_a_failed_connection(ana: Person) -> None:
    async with Sandbox.serve(
        manifest=MANIFEST, events_url="http://127.0.0.1:9/slack/events", retry_schedule=()
    ) as served:
        served.workspace.membership.join(APP_USER_ID, ALERTS)
        await served.courier.settle()
        failures = {attempt.failed for attempt in served.deliveries.since()}

        assert failures == {"connection_failed"}
        assert not served.courier.connected


async def test_the_url_is_verified_by_a_challenge(endpoint: Endpoint) -> None:
    delivery = HttpDelivery(endpoint.url, "secret", now=lambda: 1_700_000_000.0)

    assert await delivery.verify_url()
    assert endpoint.payload()["type"] == "url_verification"
    await delivery.close()
