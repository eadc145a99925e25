"""Amazon SNS: signed by Amazon, taken for allowed topics only, and subscribed to by the outbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.integrations.amazon import NotFetched, is_of_amazon
from bot.web.signatures.rsa import NoKey, key_of
from bot.web.signatures.sns import SnsVerifier
from tests.builders import MovedClock
from tests.transports.amazon import (
    CERTIFICATE,
    CERTIFICATE_AT,
    CONFIRMATION,
    TOPIC,
    Amazon,
    notification,
)
from tests.transports.senders import BEARER, SECRETS, rows_of, sent
from tests.transports.serving import NOW, served


@pytest.mark.parametrize("version", ["1", "2"])
async def test_a_signed_message_of_an_allowed_topic_is_taken_without_a_secret(
    sqlite_url: str, http: aiohttp.ClientSession, version: str
) -> None:
    amazon = Amazon()
    async with served(sqlite_url, sns=SnsVerifier(amazon, [TOPIC])) as url:
        text = {"Content-Type": "text/plain; charset=UTF-8"}
        got = [await sent(http, f"{url}/alerts/sns", notification(version), text) for _ in range(2)]

    [row] = await rows_of(sqlite_url)
    assert got == [(202, {"ok": True, "receipt": f"r{row.id}"})] * 2
    assert row.source == "aws"
    assert amazon.asked == [CERTIFICATE_AT]  # once


def _elsewhere(address: str) -> dict[str, Any]:
    return notification(SigningCertURL=address)


@pytest.mark.parametrize(
    "body",
    [
        notification(Message="another"),
        notification(Subject=None),
        notification(TopicArn=TOPIC + "s"),
        notification(SignatureVersion="3"),
        notification("1", SignatureVersion="2"),
        notification(Signature="AAAA"),
        notification(Signature="not Base64!"),
        notification(Message=7),
        notification(Message="\ud800"),
        notification(Type="SubscriptionConfirmation"),
        *(
            _elsewhere(address)
            for address in (
                "http://sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/x.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/x.pem",
                "https://s3.eu-west-1.amazonaws.com/x.pem",
                "https://evil.sns.eu-west-1.amazonaws.com/x.pem",
                "https://[::1",
                "file:///etc/passwd",
                "",
            )
        ),
    ],
)
async def test_what_amazon_did_not_sign_for_us_is_refused_and_fetches_nothing_from_elsewhere(
    sqlite_url: str, http: aiohttp.ClientSession, body: dict[str, Any]
) -> None:
    amazon = Amazon()
    async with served(sqlite_url, sns=SnsVerifier(amazon, [TOPIC])) as url:
        status, _ = await sent(http, f"{url}/alerts/aws", body)

    assert status == 401
    assert set(amazon.asked) <= {CERTIFICATE_AT}
    assert await rows_of(sqlite_url) == []


async def test_without_an_allowed_topic_amazon_has_no_endpoint(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    amazon = Amazon()
    async with served(sqlite_url, sns=SnsVerifier(amazon, [])) as url:
        status, _ = await sent(http, f"{url}/alerts/aws", notification())

    assert (status, amazon.asked) == (404, [])


async def test_a_certificate_that_cannot_be_fetched_now_lets_amazon_come_back(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    amazon = Amazon()
    amazon.away = NotFetched("away")
    async with served(sqlite_url, sns=SnsVerifier(amazon, [TOPIC])) as url:
        before, _ = await sent(http, f"{url}/alerts/aws", notification())
        amazon.away = None
        after, _ = await sent(http, f"{url}/alerts/aws", notification())

    assert (before, after) == (503, 202)


@pytest.mark.parametrize(("hours", "status"), [(1.0, 202), (1.2, 401), (-0.2, 401)])
async def test_amazon_may_deliver_for_an_hour_and_nobody_repeats_it_later(
    sqlite_url: str, http: aiohttp.ClientSession, hours: float, status: int
) -> None:
    clock = MovedClock(NOW + timedelta(hours=hours))
    async with served(sqlite_url, sns=SnsVerifier(Amazon(), [TOPIC]), clock=clock) as url:
        got, _ = await sent(http, f"{url}/alerts/aws", notification())

    assert got == status


async def test_the_secret_is_taken_instead_of_a_signature(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(sqlite_url, secrets=SECRETS, sns=SnsVerifier(Amazon(), [])) as url:
        status, _ = await sent(http, f"{url}/alerts/aws", notification(TopicArn="arn:other"), BEARER)

    assert status == 202


async def test_a_question_to_subscribe_is_stored_as_such(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(sqlite_url, sns=SnsVerifier(Amazon(), [TOPIC])) as url:
        status, _ = await sent(http, f"{url}/alerts/aws", CONFIRMATION)

    assert status == 202
    assert [row.kind for row in await rows_of(sqlite_url)] == ["subscription"]


@pytest.mark.parametrize(
    "address",
    ["https://sns.us-gov-west-1.amazonaws.com/a.pem", "https://sns.cn-north-1.amazonaws.com.cn/a.pem"],
)
def test_other_partitions_of_amazon_are_amazon_too(address: str) -> None:
    assert is_of_amazon(address)


@pytest.mark.parametrize(
    "broken",
    [
        lambda whole: b"",
        lambda whole: whole[:200],
        lambda whole: whole.replace(b"MIID", b"MIIA"),
        lambda whole: b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----",
        lambda whole: b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
    ],
)
def test_a_broken_certificate_has_no_key(broken: Callable[[bytes], bytes]) -> None:
    with pytest.raises(NoKey):
        key_of(broken(CERTIFICATE))


def test_a_certificate_cut_anywhere_has_no_key() -> None:
    lines = CERTIFICATE.splitlines(keepends=True)
    for end in range(1, len(lines) - 1):
        with pytest.raises(NoKey):
            key_of(b"".join([*lines[:end], lines[-1]]))
