"""What became of a webhook: by its receipt over HTTP, at a terminal, and in `/incident doctor`."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner

from bot.alerts.confirm_subscription import confirm_subscription
from bot.alerts.take_payloads import take_payloads
from bot.blocks.front.doctor import doctor
from bot.cli import app
from bot.desk import Desk
from bot.doctor import doctor_view
from bot.inbox.dead_letters import retry_letter
from bot.inbox.payload_worker import PayloadWorker
from bot.integrations.amazon import NotFetched
from bot.outbox.deliveries.alerts.subscriptions import ConfirmSubscription
from bot.playbook import Playbook, parse_playbook
from models.errors import NothingToChange
from models.inbox import InboxItem
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from tests.alerts.conftest import make_watch
from tests.builders import ANA, House, MovedClock, open_house, open_office
from tests.transports.amazon import CONFIRMATION, SUBSCRIBE_AT, TOPIC, Amazon
from tests.transports.senders import BEARER, SECRETS, alertmanager_body, sent
from tests.transports.serving import NOW, served


@dataclass
class Town:
    """A site, and the worker behind it."""

    url: str
    desk: Desk
    house: House
    http: aiohttp.ClientSession
    database_url: str

    async def sends(self, source: str, body: Any) -> str:
        """Give the receipt."""
        status, answer = await sent(self.http, f"{self.url}/alerts/{source}", body, BEARER)
        assert status == 202, answer
        receipt: str = answer["receipt"]
        return receipt

    async def decides(self) -> None:
        """Work everything off."""
        worker = PayloadWorker(self.house.store, partial(take_payloads, self.desk), alone=True)
        while await worker.work():
            pass

    async def receipt(self, name: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """Ask for it."""
        asked = BEARER if headers is None else headers
        async with self.http.get(f"{self.url}/alerts/receipts/{name}", headers=asked) as response:
            return response.status, await response.json()


@pytest.fixture
async def town(database_url: str, http: aiohttp.ClientSession) -> AsyncIterator[Town]:
    async with (
        open_house(database_url, clock=MovedClock(NOW)) as house,
        served(database_url, secrets={**SECRETS, "datadog": (b"its own",)}) as url,
    ):
        yield Town(url, (await make_watch(house)).desk, house, http, database_url)


def shown_at_a_terminal(town: Town, *words: str) -> Any:
    """What `breakwater alerts show` says, as JSON."""
    done = CliRunner(env={"DATABASE_URL": town.database_url}).invoke(
        app, ["alerts", "show", *words, "--json"]
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


async def test_a_receipt_tells_what_became_of_each_alert_and_why(town: Town) -> None:
    name = await town.sends("alertmanager", alertmanager_body("OrdersLate", "StockLate"))
    before = await town.receipt(name)
    await town.decides()
    status, after = await town.receipt(name)

    assert before[1] == {
        "receipt": name,
        "source": "alertmanager",
        "received_at": NOW.isoformat(),
        "state": "waiting",
        "alerts": [],
        "ignored": None,
    }
    assert (status, after["state"], after["ignored"]) == (200, "decided", None)
    assert [alert["status"] for alert in after["alerts"]] == ["firing", "firing"]
    assert all(alert["reason"] and alert["fingerprint"].startswith("v") for alert in after["alerts"])
    assert {"id", "title", "status", "fingerprint", "decision", "reason", "incident"} == set(
        after["alerts"][0]
    )
    assert await asyncio.to_thread(shown_at_a_terminal, town, name) == after
    one = await asyncio.to_thread(shown_at_a_terminal, town, after["alerts"][1]["id"])
    assert one == {**after["alerts"][1], "receipt": name}


async def test_an_incident_is_named_in_the_receipt_unless_it_is_private(town: Town) -> None:
    body = alertmanager_body("OrdersLate")
    body["alerts"][0]["labels"]["severity"] = "critical"
    name = await town.sends("alertmanager", body)
    await town.decides()
    _, public = await town.receipt(name)
    [incident] = await town.house.all_of(Incident)
    async with town.house.store.unit() as uow:
        (await uow.incident(incident.id)).is_private = True
    _, private = await town.receipt(name)

    assert public["alerts"][0]["incident"] == incident.ref
    assert private["alerts"][0]["incident"] is None
    assert incident.ref not in json.dumps(private)


async def test_what_holds_no_alert_says_why(town: Town) -> None:
    name = await town.sends(
        "dbt_cloud", {"eventId": "e1", "eventType": "job.run.started", "data": {"jobId": "1", "runId": "2"}}
    )
    await town.decides()
    _, told = await town.receipt(name)

    assert (told["state"], told["alerts"]) == ("decided", [])
    assert told["ignored"]


async def test_only_the_secret_of_its_source_opens_a_receipt(town: Town) -> None:
    name = await town.sends("alertmanager", alertmanager_body("OrdersLate"))

    assert (await town.receipt(name, {"Authorization": "Bearer its own"}))[0] == 404
    assert (await town.receipt(name, {"Authorization": "Bearer nobody's"}))[0] == 404
    assert (await town.receipt(name, {}))[0] == 401
    assert (await town.receipt(name))[0] == 200


@pytest.mark.parametrize("name", ["r99999", "r", "x1", "1", "r-1", "r1/..", "r" + "9" * 400, "r%00", "r１"])
async def test_there_is_no_such_receipt(town: Town, name: str) -> None:
    assert (await town.receipt(name))[0] == 404


async def test_what_no_reader_understands_is_a_dead_letter_at_once_and_shown_in_doctor(town: Town) -> None:
    name = await town.sends("dbt_cloud", {"eventId": "e1", "surprise": "a secret word"})
    await town.decides()
    _, told = await town.receipt(name)
    async with town.house.store.reading() as session:
        [letter] = (await doctor_view(session, ANA, NOW)).dead_letters

    assert (told["state"], told["alerts"]) == ("dead_letter", [])
    assert told["ignored"]
    assert (letter.source, letter.receipt, letter.received_at) == ("dbt_cloud webhook", name, NOW)
    async with town.house.store.reading() as session:
        message = doctor(await doctor_view(session, ANA, NOW))
    shown = json.dumps(message.as_payload())
    assert f"breakwater alerts show {name}" in shown
    assert "retry_letter" in shown
    assert "a secret word" not in shown + message.text


async def test_a_dead_letter_can_be_tried_again(town: Town) -> None:
    name = await town.sends("dbt_cloud", {"eventId": "e1", "surprise": 1})
    await town.decides()
    await town.house.act(retry_letter, int(name[1:]))
    _, waiting = await town.receipt(name)
    await town.decides()
    _, again = await town.receipt(name)

    assert (waiting["state"], again["state"]) == ("waiting", "dead_letter")
    other = await town.sends("alertmanager", alertmanager_body("OrdersLate"))
    with pytest.raises(NothingToChange):
        await town.house.act(retry_letter, int(other[1:]))


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "\\ud800", "title": "\\ud800 \\u0000 <!channel>"}',
        b'{"alerts": [{"labels": {"alertname": "\\u0000\\ud83d"}, "status": "firing"}], "version": "4"}',
        b"[" * 900 + b"]" * 900,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'"words"',
        b"null",
        b"[]",
        b"{}",
        b'{"title": NaN, "status": Infinity, "severity": 1e999, "labels": -0}',
        b'{"alerts": {"0": []}, "status": ["firing"]}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("source", ["generic", "alertmanager"])
async def test_hostile_json_is_decided_or_kept_and_breaks_nothing(
    town: Town, source: str, body: bytes
) -> None:
    name = await town.sends(source, body)
    good = await town.sends("alertmanager", alertmanager_body("OrdersLate"))
    await town.decides()
    _, hostile = await town.receipt(name)
    _, fine = await town.receipt(good)

    assert hostile["state"] in {"decided", "dead_letter"}
    assert fine["state"] == "decided"
    [row] = [row for row in await town.house.all_of(InboxItem) if row.id == int(name[1:])]
    assert row.done_at is not None or "understand" in row.fault or ":" not in row.fault.split()[0]


TOPICS = f"alerts: {{sns_topics: ['{TOPIC}']}}"


@pytest.mark.parametrize(
    ("playbook", "changed", "confirmed"),
    [
        (TOPICS, {}, True),
        ("{}", {}, False),
        (TOPICS, {"TopicArn": TOPIC + "s"}, False),
        (TOPICS, {"SubscribeURL": "https://evil.example/"}, False),
    ],
)
async def test_a_subscription_is_confirmed_by_the_outbox_for_allowed_topics_only(
    sqlite_url: str, playbook: str, changed: dict[str, str], confirmed: bool
) -> None:
    amazon = Amazon(b"<ConfirmSubscriptionResponse/>")
    async with open_office(sqlite_url, ConfirmSubscription, playbook=_playbook(playbook)) as office:
        office.desk.fetch = amazon
        body = {**CONFIRMATION, **changed}
        async with office.house.store.unit() as uow:
            row = InboxItem(
                key="k", kind="subscription", source="aws", payload=json.dumps(body), received_at=uow.now
            )
            uow.session.add(row)
        await confirm_subscription(office.desk, body, row.id)
        assert amazon.asked == []  # not before the commit
        await office.deliver()
        [done] = await office.house.all_of(InboxItem)

    assert done.done_at is not None
    assert amazon.asked == ([SUBSCRIBE_AT] if confirmed else [])
    assert ("not confirmed" in done.outcome) is not confirmed


async def test_a_subscription_that_amazon_refuses_is_parked_and_told(sqlite_url: str) -> None:
    amazon = Amazon()
    amazon.away = NotFetched("Amazon SNS answered 403", permanent=True)
    async with open_office(sqlite_url, ConfirmSubscription) as office:
        office.desk.fetch = amazon
        async with office.house.store.unit() as uow:
            await uow.announce("confirm_subscription", address=SUBSCRIBE_AT)
        await office.deliver()
        [item] = await office.house.all_of(OutboxItem)

    assert item.standing is Standing.PARKED
    assert "403" in item.fault


def _playbook(text: str) -> Playbook:
    return parse_playbook(text, "playbook")
