"""Who is on duty: whose turn it is, or who stands in, and always why."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.oncall.on_duty import Duty, everyone_on_duty, find_duty
from bot.playbook import parse_playbook
from models.fact import Fact
from models.place import Person
from tests.builders import ANA, BEN, CHEN, DIA, WEDNESDAY, House
from tests.oncall.conftest import PLAYBOOK

#: Monday at nine in Berlin.
NEXT_MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def duty(house: House, team: str = "finance", at: datetime = WEDNESDAY, written: str = "") -> Duty:
    playbook = parse_playbook(written, "test") if written else house.store.playbook
    async with house.store.reading() as session:
        return await find_duty(session, playbook, team, at, now=house.clock())


async def test_it_is_whose_turn_it_is_until_the_hand_off(house: House) -> None:
    found = await duty(house)
    assert (found.people_ids, found.written, found.until_at) == ((ANA,), ("@ana",), NEXT_MONDAY)
    assert (found.because, found.is_fallback) == ("it is their turn in the rotation", False)
    assert (await duty(house, at=NEXT_MONDAY)).people_ids == (BEN,)


async def test_outside_of_its_hours_the_people_of_the_team_stand_in_and_that_is_said(house: House) -> None:
    found = await duty(house, "growth", WEDNESDAY.replace(hour=20))
    assert (found.people_ids, found.is_fallback) == ((CHEN,), True)
    assert found.until_at == datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
    assert found.because == "nobody is on call for growth now, so all of its people are called"


async def test_someone_who_is_not_in_slack_is_nobody_and_the_responders_are_called(house: House) -> None:
    found = await duty(house, "platform")
    assert (found.people_ids, found.is_fallback) == ((DIA,), True)
    assert "@zoe cannot be reached in Slack" in found.because


async def test_someone_who_has_left_is_called_no_more(house: House) -> None:
    async with house.store.unit() as uow:
        (await uow.session.get_one(Person, ANA)).has_left = True
    assert (await duty(house)).people_ids == (DIA,)


async def test_without_any_rotation_the_responders_are_called(house: House) -> None:
    found = await duty(house, "finance", written="responders: ['@ben']")
    assert (found.people_ids, found.is_fallback, found.until_at) == ((BEN,), True, None)
    assert found.because == "finance has no rotation, so the responders are called"


async def test_the_fallback_stands_in_before_the_responders(house: House) -> None:
    steward = PLAYBOOK + "fallback: {technical_steward: '@ben'}"
    assert (await duty(house, "platform", written=steward)).people_ids == (BEN,)

    team = PLAYBOOK + "fallback: {team: growth}"
    assert (await duty(house, "platform", written=team)).people_ids == (CHEN,)


async def test_where_nobody_at_all_is_named_it_says_what_to_write(house: House) -> None:
    found = await duty(house, written="on_call: {finance: {people: ['@zoe']}}")
    assert (found.people_ids, found.is_fallback) == ((), True)
    assert "name `responders` in the playbook" in found.because


async def test_a_user_group_has_its_turn_whole(house: House) -> None:
    async with house.store.unit() as uow:
        value = {"members": [BEN, CHEN], "handle": "crew"}
        uow.session.add(Fact(name="group:S0CREW0001", value=value, found_at=uow.now))
    for written in ("@crew", "S0CREW0001"):
        found = await duty(house, written=f"on_call: {{finance: {{people: ['{written}']}}}}")
        assert found.people_ids == (BEN, CHEN)


@pytest.mark.parametrize("name", ["ana", "@ana"])
async def test_nobody_becomes_someone_else_by_taking_their_name(house: House, name: str) -> None:
    await house.heard_of("U0MALLORY1", name, handle="mallory")
    assert (await duty(house)).people_ids == (ANA,)


async def test_everyone_on_duty_are_those_whom_a_schedule_has_on(house: House) -> None:
    async with house.store.reading() as session:
        at_work = await everyone_on_duty(session, house.store.playbook, WEDNESDAY)
        at_night = await everyone_on_duty(session, house.store.playbook, WEDNESDAY + timedelta(hours=10))
    assert (at_work, at_night) == ([ANA, CHEN], [ANA])
