"""Whoever has an alert in hand hears once that it recovered, when, and after how long."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.alerts.tell_owner import MOST_NAMED, tell_owner
from bot.blocks.alerts.owner_notice import in_words
from bot.incidents.assign_role import assign
from bot.outbox.deliveries.tell import TellPerson
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.outbox import OutboxItem, Standing
from models.vocabulary import AlertStatus, Role
from tests.alerts.test_move_alerts import heard
from tests.builders import ANA, BEN, House, open_house, open_office


@pytest.fixture
async def house(database_url: str):
    async with open_house(database_url) as house:
        yield house


async def _recovers(uow: UnitOfWork, name: str = "v1:a", *, flips: int = 1) -> None:
    concern = await uow.session.get_one(Concern, name)
    concern.status, concern.recovered_at = AlertStatus.RESOLVED, uow.now
    concern.flips = [uow.now.timestamp()] * flips
    concern.flapping_since_at = uow.now if flips > 1 else None
    [alert] = await uow.session.scalars(select(Alert).where(Alert.fingerprint == name))
    await tell_owner(uow, concern, alert)


async def _take(house: House, alert_id: int, person_id: str) -> None:
    async with house.store.unit() as uow:
        (await uow.session.get_one(Alert, alert_id)).taken_by_id = person_id


async def test_who_took_it_is_told_once_for_each_spell(house: House) -> None:
    await _take(house, await heard(house), BEN)
    house.clock.advance(hours=2, minutes=5)
    await house.act(_recovers)
    await house.act(_recovers)
    [told] = await house.waiting("tell", what="alert_recovered")
    assert told.intent["person_id"] == BEN
    [recovered] = told.intent["recovered"]
    assert recovered["ended_at"] == house.clock().isoformat()

    async with house.store.unit() as uow:
        (await uow.session.get_one(Concern, "v1:a")).firing_since_at = house.clock()
        (await uow.session.get_one(OutboxItem, told.id)).standing = Standing.SENT
    house.clock.advance(minutes=10)
    await house.act(_recovers)
    [told] = await house.waiting("tell", what="alert_recovered")
    assert len(told.intent["recovered"]) == 1


async def test_what_recovers_together_is_one_message(house: House) -> None:
    number = await house.declare()
    for name in range(MOST_NAMED + 3):
        await heard(house, f"v1:{name}", number)
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    for name in range(MOST_NAMED + 3):
        await house.act(_recovers, f"v1:{name}")
    [told] = await house.waiting("tell", what="alert_recovered")
    assert (len(told.intent["recovered"]), told.intent["more"]) == (MOST_NAMED, 3)


async def test_without_anybody_who_took_it_the_commander_is_told(house: House) -> None:
    number = await house.declare()
    await heard(house, incident_id=number)
    await house.act(_recovers)
    assert await house.waiting("tell", what="alert_recovered") == []
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    await house.act(_recovers)
    [told] = await house.waiting("tell", what="alert_recovered")
    assert (told.intent["person_id"], told.incident_id) == (ANA, number)


async def test_nobody_is_told_while_it_flaps(house: House) -> None:
    await _take(house, await heard(house), BEN)
    await house.act(_recovers, flips=4)
    assert await house.waiting("tell", what="alert_recovered") == []


async def test_the_message_says_what_when_and_after_how_long(sqlite_url: str) -> None:
    async with open_office(sqlite_url, TellPerson) as office:
        await _take(office.house, await heard(office.house), BEN)
        office.house.clock.advance(hours=2, minutes=5)
        await office.house.act(_recovers)
        async with office.house.store.unit() as uow:
            for item in await uow.session.scalars(select(OutboxItem)):
                item.free_at = 0.0
        await office.deliver()
        [message] = await office.direct_messages(BEN)
    assert "after 2 hours 5 minutes" in message["text"]
    assert "load of v1:a failed" in message["text"]


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(days=2, hours=1, minutes=30), "2 days 1 hour"),
    ],
)
def test_lengths_are_said_in_words(length: timedelta, said: str) -> None:
    assert in_words(length) == said
