"""What people answer in PagerDuty is an answer here."""

import json
from typing import Any

import pytest

from bot.alerts.take_payloads import ANSWERED, take_payloads
from bot.inbox.entering import WEBHOOK
from models.alert import Alert
from models.call import Call
from models.call_key import outside_key
from models.inbox import InboxItem
from models.incident import Incident
from models.vocabulary import CallState, Way
from tests.builders import BEN
from tests.oncall.test_call_deliveries import World, world


def webhook(event: str, key: str, **more: Any) -> dict[str, Any]:
    data = {
        "id": "PABC",
        "type": "incident",
        "title": "SEV1 · INC-1 · Orders are late",
        "incident_key": key,
        "urgency": "high",
        **more,
    }
    return {"event": {"event_type": event, "data": data}}


async def hear(here: World, body: object) -> InboxItem:
    """A webhook of PagerDuty's."""
    async with here.office.house.store.unit() as uow:
        row = InboxItem(
            key=f"delivery:{json.dumps(body)}",
            kind=WEBHOOK,
            source="pagerduty",
            payload=json.dumps(body),
            received_at=uow.now,
        )
        uow.session.add(row)
    await take_payloads(here.office.desk, [row])
    (heard,) = await here.office.house.all_of(InboxItem, id=row.id)
    return heard


async def test_what_was_acknowledged_in_pagerduty_is_acknowledged_here(database_url: str) -> None:
    async with world(database_url) as here:
        number, _ = await here.declare()
        placed = (await here.office.house.all_of(Call, way=Way.PAGERDUTY))[0]
        row = await hear(here, webhook("incident.acknowledged", outside_key(placed.key)))
        await here.look(minutes=30)

        assert row.outcome == ANSWERED
        async with here.office.house.store.reading() as session:
            assert (await session.get_one(Incident, number)).acknowledged_by_id == BEN
        assert (Way.PAGERDUTY, CallState.ANSWERED) in await here.states()
        assert len(await here.states()) == 2, "nobody else is called"


@pytest.mark.parametrize("event", ["incident.triggered", "incident.resolved", "incident.acknowledged"])
async def test_what_rings_because_we_called_opens_nothing(sqlite_url: str, event: str) -> None:
    async with world(sqlite_url) as here:
        await here.declare()
        for key in ("breakwater-unknown", outside_key((await here.office.house.all_of(Call))[0].key)):
            await hear(here, webhook(event, key, priority={"summary": "P1"}))
            old = webhook(event, key)["event"]
            await hear(here, {"messages": [{"event": event.removesuffix("ed"), "incident": old["data"]}]})

        assert await here.office.house.all_of(Alert) == []
        assert len(await here.office.house.all_of(Incident)) == 1


@pytest.mark.parametrize("body", [[], [1], {"event": 1}, {"event": {"data": []}}, {"messages": [1, {}]}, 7])
async def test_an_odd_body_is_no_answer(sqlite_url: str, body: object) -> None:
    async with world(sqlite_url) as here:
        await here.declare()
        await hear(here, body)

        assert await here.states() == [(Way.PAGERDUTY, CallState.DELIVERED), (Way.SLACK, CallState.DELIVERED)]
