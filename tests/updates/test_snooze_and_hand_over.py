"""Snoozing moves one promise; handing over lets somebody else keep it."""

from datetime import timedelta

import pytest

from bot.incidents.assign_role import assign
from bot.incidents.find_roles import role_holders
from bot.updates.hand_over_check_in import hand_over_check_in
from bot.updates.post_update import post_update
from bot.updates.remind_check_ins import remind_due
from bot.updates.snooze_check_in import snooze_check_in
from models.durations import parse_span
from models.errors import NotFound, NothingToChange
from models.incident import HandOff
from models.ledger import EntryKind
from models.promises import CheckIn
from models.vocabulary import Role, Severity
from tests.builders import ANA, BEN, CHEN, House

HALF_AN_HOUR = parse_span("30m")


async def test_a_snoozed_promise_asks_again_when_its_new_time_comes(house: House) -> None:
    await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=30)
    await remind_due(house.store)
    check_in = await house.check_in()
    await house.act(snooze_check_in, check_in.id, HALF_AN_HOUR, by_id=BEN)

    snoozed = await house.check_in()
    assert snoozed.id == check_in.id
    assert snoozed.due_at == house.clock() + timedelta(minutes=30)
    assert (snoozed.snoozed_by_id, snoozed.missed_at) == (BEN, None)
    house.clock.advance(minutes=25)
    await remind_due(house.store)
    house.clock.advance(minutes=5)
    await remind_due(house.store)
    assert len(await house.waiting("post_reminder")) == 1
    assert len(await house.waiting("post_overdue")) == 2
    assert len(await house.entries(EntryKind.CHECKIN_SNOOZED)) == 1


async def test_snoozing_leaves_the_cadence_as_it_was(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(snooze_check_in, (await house.check_in()).id, parse_span("1h"), by_id=BEN)
    await house.act(post_update, number, "Contained.", by_id=BEN)

    assert (await house.check_in()).due_at == house.clock() + timedelta(minutes=30)


async def test_a_snooze_shorter_than_what_is_left_brings_the_reminder_again(house: House) -> None:
    await house.declare(severity=Severity.SEV1)
    due_at = (await house.check_in()).due_at
    await house.act(snooze_check_in, (await house.check_in()).id, parse_span("15m"), by_id=BEN)

    check_in = await house.check_in()
    assert check_in.due_at == due_at
    assert check_in.look_at == house.clock() + timedelta(minutes=15)


async def test_the_messages_that_bore_the_buttons_are_edited(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await _pretend_posted(house, reminder_channel_id="D1", reminder_ts="2.0", overdue_ts="3.0")
    check_in = await house.check_in()
    await house.act(snooze_check_in, check_in.id, HALF_AN_HOUR, by_id=BEN)

    edits = await house.waiting("edit_check_in")
    assert [(each.intent["form"], each.intent["channel_id"], each.intent["ts"]) for each in edits] == [
        ("reminder", "D1", "2.0"),
        ("overdue", None, "3.0"),
    ]
    assert {each.intent["due_at"] for each in edits} == {check_in.due_at.isoformat()}
    assert {each.intent["snoozed_by_id"] for each in edits} == {BEN}

    await _pretend_posted(house, overdue_ts="4.0")
    await house.act(post_update, number, "Contained.", by_id=CHEN)
    [settled] = await house.waiting("edit_check_in", ts="4.0")
    assert (settled.intent["settled_with"], settled.intent["settled_by_id"]) == ("an update", CHEN)


async def test_what_is_no_longer_waited_for_cannot_be_snoozed(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    check_in = await house.check_in()
    await house.act(post_update, number, "Contained.", by_id=BEN)

    with pytest.raises(NothingToChange, match="no longer waited for"):
        await house.act(snooze_check_in, check_in.id, HALF_AN_HOUR, by_id=BEN)
    with pytest.raises(NotFound):
        await house.act(snooze_check_in, 999, HALF_AN_HOUR, by_id=BEN)


async def test_handing_over_gives_communications_and_reminds_the_next(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=25)
    await remind_due(house.store)
    await house.act(hand_over_check_in, (await house.check_in()).id, BEN, by_id=ANA)
    await remind_due(house.store)

    async with house.store.reading() as session:
        assert await role_holders(session, number) == {Role.COMMUNICATIONS: BEN}
    assert [each.intent["person_id"] for each in await house.waiting("post_reminder")] == [ANA, BEN]


async def test_handing_over_from_who_holds_it_is_an_offer(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(assign, number, Role.COMMUNICATIONS, ANA, by_id=ANA)
    await house.act(hand_over_check_in, (await house.check_in()).id, BEN, by_id=ANA, note="Lunch")

    [offer] = await house.all_of(HandOff)
    assert (offer.role, offer.from_id, offer.to_id, offer.note) == (Role.COMMUNICATIONS, ANA, BEN, "Lunch")


async def _pretend_posted(house: House, **fields: str) -> None:
    async with house.store.unit() as uow:
        check_in = await uow.session.get_one(CheckIn, (await house.check_in()).id)
        for name, value in fields.items():
            setattr(check_in, name, value)
