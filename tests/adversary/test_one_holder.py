"""A role has one holder, whoever presses at once."""

import asyncio

import pytest

from bot.incidents.assign_role import assign
from bot.uow import UnitOfWork
from models.errors import BreakwaterError
from models.incident import Assignment
from models.vocabulary import Role
from tests.builders import ANA, BEN, CHEN, House


async def test_a_second_holder_is_refused_by_the_database_itself(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)

    with pytest.raises(BreakwaterError, match="took that role at this very moment"):
        await house.act(_slips_in, number)


async def test_a_second_holder_is_refused_in_words_also_when_a_query_finds_it_out(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)

    with pytest.raises(BreakwaterError, match="took that role at this very moment"):
        await house.act(_slips_in, number, asks_more=True)


async def test_of_people_who_take_command_at_once_one_leads_in_the_end(house: House) -> None:
    number = await house.declare()

    takers = (house.act(assign, number, Role.COMMANDER, each, by_id=each) for each in (ANA, BEN, CHEN))
    await asyncio.gather(*takers)

    held = await house.all_of(Assignment, until_at=None)
    assert len(held) == 1


async def _slips_in(uow: UnitOfWork, number: int, *, asks_more: bool = False) -> None:
    """What a use case would do that forgot to look who holds the role."""
    uow.session.add(Assignment(incident_id=number, role=Role.COMMANDER, user_id=CHEN, since_at=uow.now))
    if asks_more:
        await uow.incident(number)
