"""`POST /lineage/openlineage` and `/assets/import`: what is stored, what is refused, what becomes of it."""

import gzip
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.assets.atlas import Atlas
from bot.assets.take_bodies import take_bodies
from bot.inbox.entering import LINEAGE
from bot.inbox.packed import unpacked
from bot.inbox.payload_worker import PayloadWorker
from bot.web import lineage
from bot.web.waiting_room import WaitingRoom
from tests.assets.events import WAREHOUSE, event
from tests.builders import House, MovedClock, open_house
from tests.transports.senders import rows_of, sent
from tests.transports.serving import served

SECRET = "lineage-secret"
SECRETS = (b"old-one", SECRET.encode())
BEARER = {"Authorization": f"Bearer {SECRET}"}
EVENTS, IMPORT = "/lineage/openlineage", "/assets/import"
ORDERS, STG = "shop.raw.orders", "shop.staging.stg_orders"
EVENT = event("build", inputs=[ORDERS], outputs=[STG])
YAML = "assets:\n  - name: board_pack\n    type: dashboard\n"


@pytest.fixture
async def site(sqlite_url: str) -> AsyncIterator[str]:
    async with served(sqlite_url, lineage_secrets=SECRETS) as url:
        yield url


async def work_off(house: House, database_url: str) -> None:
    async def take(rows: Any) -> None:
        await take_bodies(house.store, rows, alone=database_url.startswith("sqlite"))

    worker = PayloadWorker(house.store, take, alone=database_url.startswith("sqlite"), kind=LINEAGE)
    while await worker.work():
        pass


async def downstream(house: House, name: str) -> list[str]:
    async with house.store.reading() as session:
        chart = await Atlas(house.store.reading, {}).chart(session)
    asset = chart.find(name)
    assert asset is not None
    return [each.asset.name for each in chart.downstream(asset.id)]


async def test_events_are_stored_before_they_are_acknowledged_and_become_lineage(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    stored: list[int] = []
    async with served(database_url, lineage_secrets=SECRETS, lineage_stored=stored.append) as url:
        status, answer = await sent(http, url + EVENTS, EVENT, BEARER)
        [row] = await rows_of(database_url)
        assert (status, answer) == (202, {"ok": True, "receipt": f"r{row.id}"})
        assert (row.kind, row.source, row.done_at, json.loads(row.payload)) == (
            LINEAGE,
            "lineage",
            None,
            EVENT,
        )
        assert len(stored) == 1

        async with open_house(database_url) as house:
            await work_off(house, database_url)
            assert await downstream(house, f"{WAREHOUSE}/{ORDERS}") == ["stg_orders"]
        async with http.get(f"{url}/lineage/receipts/r{row.id}", headers=BEARER) as told:
            assert (await told.json())["state"] == "taken"


async def test_many_small_events_in_one_body_or_many_come_to_the_same(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    events = [event(f"j{number}", inputs=[ORDERS], outputs=[f"shop.a.t{number}"]) for number in range(6)]
    lines = "\n".join(map(json.dumps, events[:5])).encode()
    async with served(database_url, lineage_secrets=SECRETS) as url:
        for body in (lines, events[5:]):
            status, _ = await sent(http, url + EVENTS, body, BEARER)
            assert status == 202
        async with open_house(database_url) as house:
            await work_off(house, database_url)
            assert await downstream(house, ORDERS) == ["t0", "t1", "t2", "t3", "t4", "t5"]


async def test_the_same_event_again_is_recognised_and_changes_nothing(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(database_url, lineage_secrets=SECRETS) as url:
        first = await sent(http, url + EVENTS, EVENT, BEARER)
        again = await sent(http, url + EVENTS, EVENT, BEARER)

    assert first == again
    assert len(await rows_of(database_url)) == 1


async def test_a_file_again_is_a_retry_for_a_minute_and_then_told_anew(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    clock = MovedClock()
    async with served(database_url, lineage_secrets=SECRETS, clock=clock) as url:
        first = await sent(http, url + IMPORT, YAML.encode(), BEARER)
        assert await sent(http, url + IMPORT, YAML.encode(), BEARER) == first
        clock.move_to(clock() + timedelta(minutes=2))
        assert await sent(http, url + IMPORT, YAML.encode(), BEARER) != first


async def test_a_file_is_imported_packed_and_under_the_name_that_is_given(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    headers, body = {**BEARER, "Content-Encoding": "gzip"}, gzip.compress(YAML.encode())
    async with served(database_url, lineage_secrets=SECRETS) as url:
        status, answer = await sent(http, f"{url}{IMPORT}?source=boards", body, headers)
        assert status == 202
        async with open_house(database_url) as house:
            await work_off(house, database_url)
            async with house.store.reading() as session:
                chart = await Atlas(house.store.reading, {}).chart(session)
        async with http.get(f"{url}/lineage/receipts/{answer['receipt']}", headers=BEARER) as told:
            said = await told.json()

    assert chart.find("board_pack").sources == ("boards",)
    assert (said["state"], said["said"]) == ("taken", "boards: 1 new asset; new: board_pack")


async def test_a_long_body_is_kept_packed(database_url: str, http: aiohttp.ClientSession) -> None:
    events = [event(f"job_{number}", inputs=[ORDERS], outputs=[f"shop.a.t{number}"]) for number in range(800)]
    async with served(database_url, lineage_secrets=SECRETS) as url:
        assert (await sent(http, url + EVENTS, events, BEARER))[0] == 202

    [row] = await rows_of(database_url)
    assert row.payload.startswith("gzip:")
    assert len(row.payload) < 50_000
    assert json.loads(unpacked(row.payload)) == events


async def test_wrong_events_are_told_by_the_receipt_and_the_rest_is_taken(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(database_url, lineage_secrets=SECRETS) as url:
        _, answer = await sent(http, url + EVENTS, [{"eventType": "START", "job": {}}, EVENT], BEARER)
        async with open_house(database_url) as house:
            await work_off(house, database_url)
            assert await downstream(house, ORDERS) == ["stg_orders"]
        async with http.get(f"{url}/lineage/receipts/{answer['receipt']}", headers=BEARER) as told:
            assert (await told.json())["said"] == "event 1: eventTime is missing"


@pytest.mark.parametrize(
    ("where", "body", "why"),
    [
        (EVENTS, {"alerts": []}, "it holds no OpenLineage event"),
        (EVENTS, [{"eventTime": "x", "job": {}}], "event 1: eventTime is no time in ISO 8601"),
        (IMPORT, {"hello": "world"}, "nothing in it tells of assets or lineage"),
        (IMPORT, b"just words", "nothing in it tells of assets or lineage"),
    ],
)
async def test_what_cannot_be_read_is_kept_as_a_dead_letter(
    database_url: str, http: aiohttp.ClientSession, where: str, body: Any, why: str
) -> None:
    async with served(database_url, lineage_secrets=SECRETS) as url:
        _, answer = await sent(http, url + where, body, BEARER)
        async with open_house(database_url) as house:
            await work_off(house, database_url)
        async with http.get(f"{url}/lineage/receipts/{answer['receipt']}", headers=BEARER) as told:
            said = await told.json()

    assert (said["state"], said["said"]) == ("dead_letter", why)


async def test_without_a_secret_there_is_no_endpoint(sqlite_url: str, http: aiohttp.ClientSession) -> None:
    async with served(sqlite_url) as url:
        status, answer = await sent(http, url + EVENTS, EVENT, BEARER)

    assert (status, answer["error"]) == (404, "no_endpoint")
    assert "set LINEAGE_SECRET" in answer["message"]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, "send the one of LINEAGE_SECRET as `Authorization: Bearer …`"),
        ({"Authorization": "Bearer other"}, "is not the one of LINEAGE_SECRET"),
        ({"Authorization": "Bearer "}, "is not the one of LINEAGE_SECRET"),
        ({"Authorization": f"Bearer {SECRET[:-1]}"}, "is not the one of LINEAGE_SECRET"),
    ],
)
async def test_who_does_not_know_the_secret_is_told_so_before_their_body_is_read(
    sqlite_url: str, site: str, http: aiohttp.ClientSession, headers: dict[str, str], why: str
) -> None:
    for where in (EVENTS, IMPORT):
        status, answer = await sent(http, site + where, b"x" * 10_000, headers)
        assert (status, answer["error"]) == (401, "unauthorized")
        assert why in answer["message"]
    async with http.get(f"{site}/lineage/receipts/r1", headers=headers) as told:
        assert told.status == 401

    assert await rows_of(sqlite_url) == []


async def test_the_older_secret_still_holds_while_it_is_rotated(
    site: str, http: aiohttp.ClientSession
) -> None:
    status, _ = await sent(http, site + EVENTS, EVENT, {"Authorization": "Bearer old-one"})

    assert status == 202


@pytest.mark.parametrize(
    ("where", "body", "error"),
    [
        (EVENTS, b"", "unreadable"),
        (EVENTS, b"{", "unreadable"),
        (EVENTS, b"name: x", "unreadable"),
        (EVENTS, b"[" * 20_000 + b"]" * 20_000, "unreadable"),
        (EVENTS, b"\xff\xfe{}", "not_text"),
        (IMPORT, b'{"nodes": {', "unreadable"),
        (IMPORT, b"a: [", "unreadable"),
        (IMPORT, b"\x1f\x8bnonsense", "not_gzip"),
        (IMPORT, gzip.compress(b"assets: []", mtime=0)[:-5], "not_gzip"),
    ],
)
async def test_what_is_no_text_that_can_be_read_is_refused_at_once(
    sqlite_url: str, site: str, http: aiohttp.ClientSession, where: str, body: bytes, error: str
) -> None:
    status, answer = await sent(http, site + where, body, BEARER)

    assert (status, answer["error"]) == (400, error)
    assert await rows_of(sqlite_url) == []


async def test_a_body_that_is_too_long_is_refused_with_the_limit(
    site: str, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lineage, "MOST_SENT", 2 * lineage.MIB)
    monkeypatch.setattr(lineage, "MOST_UNPACKED", 3 * lineage.MIB)
    long = await sent(http, site + IMPORT, b" " * (2 * lineage.MIB + 1), BEARER)
    bomb = await sent(http, site + IMPORT, gzip.compress(b" " * (3 * lineage.MIB + 1)), BEARER)

    assert long[0] == bomb[0] == 413
    assert "longer than 2 MiB;" in long[1]["message"]
    assert "longer than 3 MiB, unpacked;" in bomb[1]["message"]


async def test_what_cannot_be_stored_now_is_to_be_sent_again(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(sqlite_url, lineage_secrets=SECRETS, lineage_room=WaitingRoom(0)) as url:
        status, answer = await sent(http, url + EVENTS, EVENT, BEARER)

    assert (status, answer["error"]) == (503, "busy")


async def test_other_methods_and_addresses_are_refused(site: str, http: aiohttp.ClientSession) -> None:
    async with http.get(site + EVENTS, headers=BEARER) as told:
        assert told.status == 405
    for path in ("/lineage", "/lineage/spark", "/assets", "/assets/import/x"):
        async with http.post(site + path, headers=BEARER, data=b"{}") as told:
            assert told.status == 404
    async with http.get(f"{site}/lineage/receipts/r999", headers=BEARER) as told:
        assert told.status == 404


async def test_a_nul_in_a_text_is_dropped_for_no_database_has_room_for_it(
    database_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(database_url, lineage_secrets=SECRETS) as url:
        said = event("build\u0000", inputs=[ORDERS], outputs=[STG])
        assert (await sent(http, url + EVENTS, said, BEARER))[0] == 202
        assert (await sent(http, url + IMPORT, YAML.encode() + b"# \x00\n", BEARER))[0] == 202
        async with open_house(database_url) as house:
            await work_off(house, database_url)
            assert await downstream(house, ORDERS) == ["stg_orders"]
