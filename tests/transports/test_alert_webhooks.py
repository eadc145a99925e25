"""`POST /alerts/{source}`: what is stored, what is refused, and what each is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.web.body import LIMIT_BYTES
from bot.web.waiting_room import WaitingRoom
from tests.builders import MovedClock
from tests.transports.polling import PATIENCE
from tests.transports.senders import BEARER, SECRET, SECRETS, alertmanager_body, rows_of, sent
from tests.transports.serving import NOW, served

BODY = alertmanager_body("OrdersLate")


@pytest.fixture
async def site(sqlite_url: str) -> AsyncIterator[str]:
    async with served(sqlite_url, secrets=SECRETS) as url:
        yield url


async def test_what_is_signed_is_stored_as_it_came_and_acknowledged_with_a_receipt(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    raw = json.dumps(BODY, indent=3).encode()
    stirred: list[int] = []
    async with served(database_url, secrets=SECRETS, stored=stirred.append) as url:
        status, answer = await sent(http, f"{url}/alerts/alertmanager", raw, BEARER)

    [row] = await rows_of(database_url)
    assert (status, answer) == (202, {"ok": True, "receipt": f"r{row.id}"})
    assert (row.kind, row.source, row.payload) == ("webhook", "alertmanager", raw.decode())
    assert (row.done_at, row.fault, row.received_at) == (None, None, NOW)
    assert stirred == [len(raw)]


@pytest.mark.parametrize(
    ("word", "source"),
    [("dbt-cloud", "dbt_cloud"), ("Alertmanager", "alertmanager"), ("webhook", "generic")],
)
async def test_a_source_may_be_named_as_people_write_it(
    sqlite_url: str, site: str, http: aiohttp.ClientSession, word: str, source: str
) -> None:
    status, _ = await sent(http, f"{site}/alerts/{word}", BODY, BEARER)

    assert status == 202
    assert [row.source for row in await rows_of(sqlite_url)] == [source]


def _refused() -> Iterator[Any]:
    good = json.dumps(BODY).encode()
    yield pytest.param("nagios", good, BEARER, 404, "unknown_source", id="unknown source")
    yield pytest.param("dbt_clout", good, BEARER, 404, "Did you mean dbt_cloud?", id="near miss")
    yield pytest.param("datadog", good, BEARER, 404, "Set ALERT_SECRET_DATADOG", id="no secret")
    yield pytest.param("alertmanager", good, {}, 401, "Authorization: Bearer", id="unsigned")
    for name, value in (
        ("another secret", "Bearer another"),
        ("empty", "Bearer "),
        ("only its start", f"Bearer {SECRET[:-1]}"),
        ("not Base64", "Basic §§§"),
        ("Basic with another password", "Basic YTpi"),
        ("another scheme", f"Digest {SECRET}"),
    ):
        yield pytest.param(
            "alertmanager", good, {"Authorization": value}, 401, "unauthorized", id=f"authorization {name}"
        )
    for name, body in (
        ("no JSON", b"{"),
        ("nothing", b""),
        ("a form", b"payload=%7B%7D"),
        ("UTF-16", '{"a": 1}'.encode("utf-16")),
        ("Latin-1", '{"a": "ü"}'.encode("latin-1")),
        ("a bare NUL", b'{"a": "\x00"}'),
        ("half a pair in UTF-8", b'{"a": "\xed\xa0\x80"}'),
        ("too deep", b"[" * 10_000 + b"]" * 10_000),
        ("a number without end", b"9" * 10_000),
        ("two bodies", b"{}{}"),
    ):
        yield pytest.param("alertmanager", body, BEARER, 400, "not_json", id=f"body {name}")
    yield pytest.param("alertmanager", b" " * (LIMIT_BYTES + 1), BEARER, 413, "1 MiB", id="too long")
    yield pytest.param("alertmanager", b"{", {}, 401, "unauthorized", id="unsigned rubbish")


@pytest.mark.parametrize(("source", "body", "headers", "status", "said"), list(_refused()))
async def test_what_is_refused_is_told_why_and_not_kept(
    sqlite_url: str,
    site: str,
    http: aiohttp.ClientSession,
    source: str,
    body: bytes,
    headers: dict[str, str],
    status: int,
    said: str,
) -> None:
    got, answer = await sent(http, f"{site}/alerts/{source}", body, headers)

    assert got == status
    assert answer["ok"] is False
    assert said in f"{answer['error']} {answer['message']}"
    assert await rows_of(sqlite_url) == []


async def test_a_body_that_does_not_tell_its_length_is_cut_off(
    sqlite_url: str, site: str, http: aiohttp.ClientSession
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * (LIMIT_BYTES // 16)

    async with http.post(f"{site}/alerts/alertmanager", data=chunks(), headers=BEARER) as response:
        assert response.status == 413
    assert await rows_of(sqlite_url) == []


async def test_a_body_of_just_a_mebibyte_is_taken(site: str, http: aiohttp.ClientSession) -> None:
    body = b'{"a": "' + b"x" * (LIMIT_BYTES - 9) + b'"}'

    status, _ = await sent(http, f"{site}/alerts/alertmanager", body, BEARER)

    assert (len(body), status) == (LIMIT_BYTES, 202)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_are_refused(site: str, http: aiohttp.ClientSession, method: str) -> None:
    async with http.request(method, f"{site}/alerts/alertmanager") as response:
        assert response.status == 405


async def test_while_secrets_are_rotated_each_of_them_opens(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(sqlite_url, secrets={"alertmanager": (b"old", b"new")}) as url:
        got = [
            await sent(http, f"{url}/alerts/alertmanager", BODY, {"Authorization": f"Bearer {secret}"})
            for secret in ("old", "new", "older")
        ]

    assert [status for status, _ in got] == [202, 202, 401]


async def test_the_secret_of_one_source_opens_no_other(sqlite_url: str, http: aiohttp.ClientSession) -> None:
    async with served(sqlite_url, secrets={"alertmanager": (b"its own",), "grafana": (b"another",)}) as url:
        status, _ = await sent(http, f"{url}/alerts/grafana", BODY, {"Authorization": "Bearer its own"})

    assert status == 401


async def test_a_redelivery_gets_the_first_receipt_also_after_a_restart(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    body = {"eventId": "wev_1", "eventType": "job.run.errored"}
    receipts = []
    for _ in range(2):
        async with served(database_url, secrets=SECRETS) as url:
            got = await asyncio.gather(
                *(sent(http, f"{url}/alerts/dbt_cloud", body, BEARER) for _ in range(3))
            )
            receipts += [answer["receipt"] for status, answer in got if status == 202]

    assert len(receipts) == 6
    assert len(set(receipts)) == 1
    assert len(await rows_of(database_url)) == 1


async def test_the_same_words_again_are_a_redelivery_for_five_minutes_and_news_afterwards(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    clock = MovedClock(NOW)
    receipts = []
    async with served(database_url, secrets=SECRETS, clock=clock) as url:
        for minutes in (0, 4.9, 0.2, 4, 1.1):
            clock.advance(minutes=minutes)
            _, answer = await sent(http, f"{url}/alerts/alertmanager", BODY, BEARER)
            receipts.append(answer["receipt"])

    assert receipts[0] == receipts[1] != receipts[2] == receipts[3] != receipts[4]
    assert len(await rows_of(database_url)) == 3


async def test_a_sender_may_name_its_delivery(
    sqlite_url: str, site: str, http: aiohttp.ClientSession
) -> None:
    receipts = []
    for key in ("one", "one", "two"):
        _, answer = await sent(http, f"{site}/alerts/generic", BODY, {**BEARER, "Idempotency-Key": key})
        receipts.append(answer["receipt"])

    assert receipts[0] == receipts[1] != receipts[2]


async def test_a_full_waiting_room_sends_away_and_stores_nothing(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    async with (
        served(sqlite_url, secrets=SECRETS, room=WaitingRoom(most_requests=0)) as url,
        http.post(f"{url}/alerts/alertmanager", json=BODY, headers=BEARER) as response,
    ):
        assert (response.status, (await response.json())["error"]) == (503, "busy")
        assert int(response.headers["Retry-After"]) > 0
    assert await rows_of(sqlite_url) == []


@pytest.mark.parametrize("gone", ["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/nothing"])
async def test_without_a_database_senders_are_asked_to_come_back(
    http: aiohttp.ClientSession, gone: str
) -> None:
    async with served(gone, secrets=SECRETS) as url:
        status, _ = await sent(http, f"{url}/alerts/alertmanager", BODY, BEARER)

    assert status == 503


async def test_a_database_that_takes_too_long_stores_nothing_by_halves(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    import sqlite3

    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("PRAGMA journal_mode=WAL")  # as every file of ours has it: whoever comes waits
    holder.execute("BEGIN IMMEDIATE")
    async with served(sqlite_url, secrets=SECRETS, patience_seconds=0.1) as url:
        first, _ = await sent(http, f"{url}/alerts/alertmanager", BODY, BEARER)
        second, _ = await sent(http, f"{url}/alerts/alertmanager", alertmanager_body("Other"), BEARER)
        holder.execute("ROLLBACK")
        holder.close()
        async with asyncio.timeout(PATIENCE):  # a busy machine may well need longer than a tenth of a second
            while (third := await sent(http, f"{url}/alerts/alertmanager", BODY, BEARER))[0] == 503:
                continue

    assert (first, second, third[0]) == (503, 503, 202)
    payloads = [json.loads(row.payload) for row in await rows_of(sqlite_url)]
    assert payloads == [BODY]  # whole, once, and what was not being committed yet was taken back


async def test_a_binary_cloud_event_is_stored_in_its_envelope(
    sqlite_url: str, site: str, http: aiohttp.ClientSession
) -> None:
    event = {"ce-specversion": "1.0", "ce-id": "e-1", "ce-source": "/jobs", "ce-type": "com.example.failed"}
    receipts = {
        (await sent(http, f"{site}/alerts/cloudevents", {"job": "load"}, {**BEARER, **event}))[1]["receipt"]
        for _ in range(2)
    }

    [row] = await rows_of(sqlite_url)
    assert receipts == {f"r{row.id}"}
    stored = json.loads(row.payload)
    assert (stored["id"], stored["type"], stored["data"]) == ("e-1", "com.example.failed", {"job": "load"})


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b'{"\\u0000": NaN}',
        b"[" * 900 + b"]" * 900,
        b'"words"',
        b"null",
        b"\xef\xbb\xbf{}",
    ],
)
async def test_odd_json_is_kept_as_it_came(
    database_url: str, http: aiohttp.ClientSession, body: bytes
) -> None:
    async with served(database_url, secrets=SECRETS) as url:
        status, _ = await sent(http, f"{url}/alerts/generic", body, BEARER)

    assert status == 202
    assert [row.payload for row in await rows_of(database_url)] == [body.decode("utf-8-sig")]


async def test_after_the_window_two_replicas_take_a_repetition_as_one(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    clock = MovedClock(NOW)
    async with (
        served(database_url, secrets=SECRETS, clock=clock) as one,
        served(database_url, secrets=SECRETS, clock=clock) as other,
    ):
        await sent(http, f"{one}/alerts/alertmanager", BODY, BEARER)
        clock.at += timedelta(hours=4)
        got = await asyncio.gather(
            *(sent(http, f"{url}/alerts/alertmanager", BODY, BEARER) for url in (one, other) * 5)
        )

    assert {status for status, _ in got} == {202}
    assert len({answer["receipt"] for _, answer in got}) == 1
    assert len(await rows_of(database_url)) == 2
