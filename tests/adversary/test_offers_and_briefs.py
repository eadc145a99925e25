"""Roles are for those who can act and may see; an offer is worth no more than the role behind it."""

import asyncio

import pytest
from sqlalchemy import update

from bot.incidents.assign_role import assign, release
from bot.incidents.close_incident import close
from bot.incidents.find_roles import role_holders
from bot.incidents.hand_off_role import answer, offer
from bot.outbox.deliveries.incidents.invitations import InvitePeople
from bot.outbox.deliveries.tell import TellPerson
from handlers.incoming import Incoming
from handlers.presses import press
from models.errors import FieldRefused, NotFound, NothingToChange
from models.incident import HandOff
from models.outbox import OutboxItem, Standing
from models.place import Person
from models.vocabulary import Outcome, Role
from tests.builders import ANA, BEN, CHEN, House, Office, open_office
from tests.hearing import Hearing

ROBOT = "U0ROBOT0001"


async def test_an_app_is_given_no_role(house: House) -> None:
    number = await house.declare()
    await _heard_of(house, ROBOT, is_bot=True)

    with pytest.raises(FieldRefused, match="cannot act here") as refused:
        await house.act(assign, number, Role.COMMANDER, ROBOT, by_id=ANA)
    assert refused.value.field == "user"


async def test_a_role_is_not_offered_to_someone_who_left_the_workspace(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    await _heard_of(house, BEN, has_left=True)

    with pytest.raises(FieldRefused, match="left the workspace"):
        await house.act(offer, number, Role.COMMANDER, to_id=BEN, by_id=ANA)


async def test_an_offer_is_void_when_the_role_went_to_somebody_else(house: House) -> None:
    number = await house.declare()
    hand_off = await _offered(house, number, to_id=BEN)
    await house.act(assign, number, Role.COMMANDER, CHEN, by_id=CHEN)

    with pytest.raises(NothingToChange, match=f"<@{CHEN}> is commander by now"):
        await house.act(answer, hand_off.id, by_id=BEN, accepts=True)
    assert await _commander(house, number) == CHEN


async def test_an_offer_is_void_when_the_role_was_given_back(house: House) -> None:
    number = await house.declare()
    hand_off = await _offered(house, number, to_id=BEN)
    await house.act(release, number, Role.COMMANDER, by_id=ANA)

    with pytest.raises(NothingToChange, match="Nobody is commander by now"):
        await house.act(answer, hand_off.id, by_id=BEN, accepts=True)


async def test_of_two_who_were_offered_one_role_the_first_to_accept_has_it(house: House) -> None:
    number = await house.declare()
    first = await _offered(house, number, to_id=BEN)
    second = await house.act(offer, number, Role.COMMANDER, to_id=CHEN, by_id=ANA)
    await house.act(answer, first.id, by_id=BEN, accepts=True)

    with pytest.raises(NothingToChange):
        await house.act(answer, second.id, by_id=CHEN, accepts=True)
    assert await _commander(house, number) == BEN


async def test_accepting_while_somebody_closes_ends_in_one_of_the_two(house: House) -> None:
    for _ in range(5):
        number = await house.declare()
        hand_off = await _offered(house, number, to_id=BEN)
        outcomes = await asyncio.gather(
            house.act(answer, hand_off.id, by_id=BEN, accepts=True),
            house.act(close, number, Outcome.FIXED, cause="A full disk", remedy="", by_id=ANA),
            return_exceptions=True,
        )
        assert all(not isinstance(each, Exception) or "closed" in str(each) for each in outcomes), outcomes


async def test_a_private_incident_is_offered_to_its_members_only(house: House) -> None:
    number = await house.declare(is_private=True)
    await house.opened(number)
    await house.joined("C0OPENED01", ANA)
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)

    with pytest.raises(FieldRefused, match="not in this private channel"):
        await house.act(offer, number, Role.COMMANDER, to_id=BEN, by_id=ANA)
    assert not await house.waiting("tell", what="handoff_offer")


async def test_whoever_was_put_out_of_a_private_channel_accepts_nothing_there(database_url: str) -> None:
    async with open_office(database_url) as office:
        hearing = Hearing(office)
        number, channel_id = await hearing.open(ANA, BEN, is_private=True)
        hand_off = await _offered(office.house, number, to_id=BEN)
        hearing.slack.membership.leave(BEN, channel_id)
        await hearing.hear()

        accepting = Incoming(kind="block_actions", name="handoff_accept", user_id=BEN, value=str(hand_off.id))
        with pytest.raises(NotFound):
            await press(office.desk, accepting)
        assert await _commander(office.house, number) == ANA


async def test_a_brief_on_a_private_incident_comes_after_the_invitation(database_url: str) -> None:
    async with open_office(database_url, InvitePeople, TellPerson) as office:
        number = await _private(office)
        await office.house.act(assign, number, Role.SCRIBE, BEN, by_id=ANA)
        await office.deliver()

        (brief,) = await office.direct_messages(BEN)
        assert "scribe" in brief["text"]
        assert _order(office) == ["conversations.invite", "chat.postMessage"]


async def test_whom_slack_keeps_out_of_a_private_channel_hears_nothing_of_it(database_url: str) -> None:
    async with open_office(database_url, InvitePeople, TellPerson) as office:
        number = await _private(office)
        office.sandbox.faults.add("conversations.invite", "error", error="cant_invite")
        await office.house.act(assign, number, Role.SCRIBE, BEN, by_id=ANA)
        await office.deliver()

        assert await office.direct_messages(BEN) == []


async def _private(office: Office) -> int:
    number = await office.house.declare("Payroll leaked", is_private=True)
    answer = await office.desk.chat.call("conversations.create", name="inc-1", is_private=True)
    await office.house.opened(number, answer["channel"]["id"])
    async with office.house.store.unit() as uow:  # the opening itself is not what is tried here
        await uow.session.execute(update(OutboxItem).values(standing=Standing.SKIPPED))
    return number


def _order(office: Office) -> list[str]:
    wanted = {"conversations.invite", "chat.postMessage"}
    return [call["method"] for call in office.sandbox.web_api.calls.since(0) if call["method"] in wanted]


async def _offered(house: House, number: int, *, to_id: str) -> HandOff:
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    hand_off: HandOff = await house.act(offer, number, Role.COMMANDER, to_id=to_id, by_id=ANA)
    return hand_off


async def _commander(house: House, number: int) -> str | None:
    async with house.store.reading() as session:
        return (await role_holders(session, number)).get(Role.COMMANDER)


async def _heard_of(house: House, user_id: str, **standing: bool) -> None:
    async with house.store.unit() as uow:
        uow.session.add(Person(user_id=user_id, name="Robot", read_at=uow.now, **standing))
