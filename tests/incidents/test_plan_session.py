"""A time to work on it together: said, linked, reminded of once, and off with the incident."""

from datetime import timedelta

import pytest

from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.hand_off_role import answer, offer
from bot.incidents.plan_session import call_off_session, plan_session, remind_sessions
from models.errors import FieldRefused, NothingToChange
from models.incident import HandOff, Incident
from models.ledger import EntryKind
from models.vocabulary import Outcome, Role
from tests.builders import ANA, BEN, CHEN, DIA, House


async def test_it_is_said_with_its_call_and_reminded_of_once_before(house: House) -> None:
    number = await house.declare()
    starts_at = house.clock() + timedelta(hours=2)
    await house.act(plan_session, number, starts_at, by_id=ANA, url="https://meet.example.com/a")
    [incident] = await house.all_of(Incident)
    assert incident.call_url == "https://meet.example.com/a"
    assert await house.said("session_planned")
    assert await house.entries(EntryKind.SESSION_PLANNED)

    house.clock.advance(minutes=109)
    assert await remind_sessions(house.store) == 0
    house.clock.advance(minutes=1)
    assert await remind_sessions(house.store) == 1
    assert await remind_sessions(house.store) == 0
    [reminder] = await house.said("session_soon")
    assert reminder["starts"] == starts_at.isoformat()


@pytest.mark.parametrize(("minutes", "reminders"), [(59, 1), (60, 0)])
async def test_nobody_is_called_to_what_was_over_before_anybody_looked(
    house: House, minutes: int, reminders: int
) -> None:
    number = await house.declare()
    await house.act(plan_session, number, house.clock() + timedelta(hours=2), by_id=ANA)
    house.clock.advance(hours=2, minutes=minutes)
    assert await remind_sessions(house.store) == 1

    assert len(await house.said("session_soon")) == reminders


async def test_a_later_plan_replaces_the_one_before_and_a_close_both(house: House) -> None:
    number = await house.declare()
    for hours in (1, 3):
        await house.act(plan_session, number, house.clock() + timedelta(hours=hours), by_id=ANA)
    house.clock.advance(hours=1)
    assert await remind_sessions(house.store) == 0

    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
    house.clock.advance(hours=3)
    assert await remind_sessions(house.store) == 0
    assert await house.said("session_soon") == []


async def test_what_is_called_off_is_said_and_nobody_is_reminded_of_it(house: House) -> None:
    number = await house.declare()
    with pytest.raises(NothingToChange):
        await house.act(call_off_session, number, by_id=ANA)
    starts_at = house.clock() + timedelta(hours=2)
    await house.act(plan_session, number, starts_at, by_id=ANA)

    await house.act(call_off_session, number, by_id=BEN)

    [said] = await house.said("session_called_off")
    assert (said["starts"], said["by_id"]) == (starts_at.isoformat(), BEN)
    assert await house.entries(EntryKind.SESSION_CALLED_OFF)
    house.clock.advance(hours=2)
    assert await remind_sessions(house.store) == 0
    with pytest.raises(NothingToChange):
        await house.act(call_off_session, number, by_id=ANA)


@pytest.mark.parametrize("hours", [-1, 0, 31 * 24])
async def test_a_time_that_makes_no_sense_is_refused(house: House, hours: int) -> None:
    number = await house.declare()

    with pytest.raises(FieldRefused) as refused:
        await house.act(plan_session, number, house.clock() + timedelta(hours=hours), by_id=ANA)
    assert refused.value.field == "starts"


async def test_stewards_hear_who_took_over(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    await house.act(assign, number, Role.BUSINESS_STEWARD, CHEN, by_id=ANA)
    await house.act(assign, number, Role.TECHNICAL_STEWARD, DIA, by_id=ANA)
    await house.act(offer, number, Role.COMMANDER, to_id=BEN, by_id=ANA, note="The load runs")
    [hand_off] = await house.all_of(HandOff)
    await house.act(answer, hand_off.id, by_id=BEN, accepts=True)

    told = await house.waiting("tell", what="handed_over")
    assert {item.intent["person_id"] for item in told} == {CHEN, DIA}
