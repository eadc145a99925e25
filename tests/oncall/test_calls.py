"""A rule that calls whoever is on call: the role goes to them, and nobody on duty drops nothing."""

from datetime import timedelta
from typing import Any

from bot.alerts.call_roles import call_roles
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.vocabulary import Role
from tests.builders import ANA, CHEN, DIA, House


async def called(house: House, **call: str) -> dict[Role, str]:
    number = await house.declare(by_id=None)

    async def call_them(uow: Any) -> None:
        incident = await uow.session.get_one(Incident, number)
        await call_roles(uow, incident, {Role(role): named for role, named in call.items()})

    await house.act(call_them)
    return {each.role: each.user_id for each in await house.all_of(Assignment, incident_id=number)}


async def test_whoever_is_on_call_gets_the_role_and_the_ledger_says_why(house: House) -> None:
    held = await called(house, commander="on-call:finance", scribe="@chen")

    assert held == {Role.COMMANDER: ANA, Role.SCRIBE: CHEN}
    assert [each.text for each in await house.entries(EntryKind.ROLE_ASSIGNED)] == [
        "it is their turn in the rotation",
        "",
    ]
    assert await house.said("nobody_on_call") == []


async def test_nobody_on_call_is_said_in_the_channel_and_someone_stands_in(house: House) -> None:
    house.clock.advance(hours=10)

    assert await called(house, commander="on-call:growth") == {Role.COMMANDER: CHEN}
    assert await called(house, commander="on-call:platform") == {Role.COMMANDER: DIA}
    first, second = await house.said("nobody_on_call")
    assert (first["team"], first["person_id"]) == ("growth", CHEN)
    assert "@zoe cannot be reached in Slack" in second["because"]


async def test_a_call_follows_the_hand_off(house: House) -> None:
    house.clock.advance(days=7)
    assert await called(house, commander="on-call:finance") != {Role.COMMANDER: ANA}
    house.clock.at -= timedelta(days=7)
    assert await called(house, commander="on-call:finance") == {Role.COMMANDER: ANA}
