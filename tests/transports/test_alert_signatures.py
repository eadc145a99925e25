"""Each tool's own signature, against values that OpenSSL computed or the tool's documentation prints."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.builders import MovedClock
from tests.transports.senders import BEARER, SECRET, rows_of, sent
from tests.transports.serving import NOW, served

SECRETS = {
    name: (b"another", SECRET.encode())
    for name in ("dbt_cloud", "grafana", "monte_carlo", "pagerduty", "sentry", "airbyte", "alertmanager")
}

BODY = b'{"event": {"id": "01", "event_type": "incident.triggered"}}'

#: printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET"; and the same of "1795176000:$BODY".
OF_BODY = "cd63ffa88f3fb7ab9b5800ca56240513743890982be8edf8dbba439fec624f49"
OF_TIMED_BODY = "8a3eb8f08dce99574b64587224bd4da050a0b06618e7c6f58d54aa8a3eeb7559"

MONTE_CARLO = b'{"type": "open_anomaly_incident", "payload": {"incident_id": "i1", "table": null, "n": 1.50}}'

#: … -sha512 of type=open_anomaly_incident&payload=%7B%27incident_id%27%3A+%27i1%27%2C+%27table%27%3A+None…
OF_MONTE_CARLO = (
    "67ca327bbdc8f46e6892a1b9adac417f0acf5950767078ef1c366f82282ffc0c"
    "649fdae6a720c1b6565e08d868ab209456b04d2016f52c89cd099c6b469e3136"
)

SIGNED: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "dbt Cloud": ("dbt_cloud", BODY, {"Authorization": OF_BODY}),
    "PagerDuty": ("pagerduty", BODY, {"X-PagerDuty-Signature": f"v1={OF_BODY}"}),
    "PagerDuty, two": ("pagerduty", BODY, {"X-PagerDuty-Signature": f"v1={'0' * 64}, v1={OF_BODY}"}),
    "Sentry": ("sentry", BODY, {"Sentry-Hook-Signature": OF_BODY}),
    "Grafana": ("grafana", BODY, {"X-Grafana-Alerting-Signature": OF_BODY}),
    "Grafana, timed": (
        "grafana",
        BODY,
        {"X-Grafana-Alerting-Signature": OF_TIMED_BODY, "X-Grafana-Alerting-Timestamp": "1795176000"},
    ),
    "Monte Carlo": ("monte_carlo", MONTE_CARLO, {"x-mcd-signature": OF_MONTE_CARLO}),
}  # fmt: skip


@pytest.mark.parametrize(("source", "body", "headers"), SIGNED.values(), ids=SIGNED)
async def test_a_tool_is_known_by_its_own_signature(
    sqlite_url: str, http: aiohttp.ClientSession, source: str, body: bytes, headers: dict[str, str]
) -> None:
    async with served(sqlite_url, secrets=SECRETS) as url:
        good, _ = await sent(http, f"{url}/alerts/{source}", body, headers)
        other, _ = await sent(http, f"{url}/alerts/{source}", body.replace(b'"i', b'"j'), headers)
        forged = {name: value.replace("c", "d") for name, value in headers.items()}
        wrong, _ = await sent(http, f"{url}/alerts/{source}", body, forged)
        neither, _ = await sent(http, f"{url}/alerts/{source}", body, {**forged, **_beside(headers)})
        secret, _ = await sent(http, f"{url}/alerts/{source}", body, BEARER)

    assert (good, other, wrong, neither, secret) == (202, 401, 401, 401, 202)
    assert len(await rows_of(sqlite_url)) == 1  # the secret itself is as good, and the body the same


def _beside(headers: dict[str, str]) -> dict[str, str]:
    """A wrong signature is not made good by the secret beside it, where both find room."""
    return {} if "Authorization" in headers else BEARER


@pytest.mark.parametrize(
    "headers",
    [
        {"X-PagerDuty-Signature": OF_BODY},
        {"X-PagerDuty-Signature": f"v2={OF_BODY}"},
        {"X-PagerDuty-Signature": "v1="},
        {"X-PagerDuty-Signature": ",".join(["v1=00"] * 20 + [f"v1={OF_BODY}"])},
        {"X-PagerDuty-Signature": "v1=ü"},
    ],
)
async def test_a_malformed_signature_is_a_wrong_one(
    sqlite_url: str, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with served(sqlite_url, secrets=SECRETS) as url:
        status, _ = await sent(http, f"{url}/alerts/pagerduty", BODY, headers)

    assert status == 401


@pytest.mark.parametrize(("moved", "status"), [(299, 202), (301, 401), (-299, 202), (-301, 401)])
async def test_what_was_signed_more_than_five_minutes_ago_is_refused(
    sqlite_url: str, http: aiohttp.ClientSession, moved: int, status: int
) -> None:
    clock = MovedClock(NOW + timedelta(seconds=moved))
    _, _, headers = SIGNED["Grafana, timed"]
    async with served(sqlite_url, secrets=SECRETS, clock=clock) as url:
        got, answer = await sent(http, f"{url}/alerts/grafana", BODY, headers)

    assert got == status
    assert status == 202 or "five minutes" in answer["message"]


async def test_a_signed_time_cannot_be_taken_away(sqlite_url: str, http: aiohttp.ClientSession) -> None:
    async with served(sqlite_url, secrets=SECRETS) as url:
        status, _ = await sent(
            http, f"{url}/alerts/grafana", BODY, {"X-Grafana-Alerting-Signature": OF_TIMED_BODY}
        )

    assert status == 401


#: The example of the Standard Webhooks specification and its libraries.
STANDARD = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
STANDARD_SECRET = b"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
STANDARD_BODY = b'{"test": 2432232314}'


async def _standard(
    http: aiohttp.ClientSession, url: str, headers: dict[str, str], body: bytes = STANDARD_BODY
) -> tuple[int, Any]:
    return await sent(http, f"{url}/alerts/alertmanager", body, headers)


async def test_standard_webhooks_are_taken_from_any_source_that_sends_them(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    clock = MovedClock(datetime.fromtimestamp(1614265330, UTC))
    several = f"v1,AAAA v2,BBBB {STANDARD['webhook-signature']}"
    async with served(sqlite_url, secrets={"alertmanager": (STANDARD_SECRET,)}, clock=clock) as url:
        first = await _standard(http, url, STANDARD)
        again = await _standard(http, url, {**STANDARD, "webhook-signature": several})
        renamed = await _standard(http, url, {**STANDARD, "webhook-id": "msg_other"})
        other = await _standard(http, url, STANDARD, b'{"test": 2432232315}')
        clock.advance(seconds=301)
        late = await _standard(http, url, STANDARD)

    assert first == again
    assert [status for status, _ in (first, renamed, other, late)] == [202, 401, 401, 401]


async def test_basic_credentials_hold_the_secret_as_the_password(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    given = base64.b64encode(f"anybody:{SECRET}".encode()).decode()
    async with served(sqlite_url, secrets=SECRETS) as url:
        status, _ = await sent(http, f"{url}/alerts/alertmanager", BODY, {"Authorization": f"Basic {given}"})

    assert status == 202


@pytest.mark.parametrize(("source", "status"), [("airbyte", 202), ("alertmanager", 401)])
async def test_only_who_can_send_no_header_may_put_the_secret_into_the_address(
    sqlite_url: str, http: aiohttp.ClientSession, source: str, status: int
) -> None:
    async with served(sqlite_url, secrets=SECRETS) as url:
        got, _ = await sent(http, f"{url}/alerts/{source}", BODY, params={"token": SECRET})
        wrong, _ = await sent(http, f"{url}/alerts/{source}", BODY, params={"token": "another one"})

    assert (got, wrong) == (status, 401)


async def test_whoever_repeats_a_signed_body_cannot_make_it_new_by_a_header(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    receipts = set()
    async with served(sqlite_url, secrets=SECRETS) as url:
        for key in ("one", "two"):
            headers = {"Sentry-Hook-Signature": OF_BODY, "Idempotency-Key": key, "Request-ID": key}
            receipts.add((await sent(http, f"{url}/alerts/sentry", BODY, headers))[1]["receipt"])

    assert len(receipts) == 1
