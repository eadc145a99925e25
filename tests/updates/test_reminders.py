"""A promise reminds its owner once before, and the channel once when nothing came."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.uow import Store
from bot.updates.post_update import post_update
from bot.updates.remind_check_ins import remind_due
from models.ledger import EntryKind
from models.promises import CheckIn
from models.vocabulary import Outcome, Role, Severity
from tests.builders import ANA, BEN, CHEN, House, MovedClock, open_house


async def test_the_owner_is_reminded_once_before(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(assign, number, Role.COMMUNICATIONS, BEN, by_id=ANA)
    assert await remind_due(house.store) == 0

    house.clock.advance(minutes=25)
    assert await remind_due(house.store) == 1
    assert await remind_due(house.store) == 0

    [reminder] = await house.waiting("post_reminder")
    assert reminder.intent["person_id"] == BEN
    check_in = await house.check_in()
    assert (check_in.reminded_at, check_in.look_at) == (house.clock(), check_in.due_at)
    assert len(await house.entries(EntryKind.CHECKIN_REMINDED)) == 1


async def test_the_channel_is_told_once_when_it_is_overdue(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=25)
    await remind_due(house.store)
    house.clock.advance(minutes=5)
    assert await remind_due(house.store) == 1
    house.clock.advance(hours=5)
    assert await remind_due(house.store) == 0

    [overdue] = await house.waiting("post_overdue")
    assert (overdue.incident_id, overdue.lane) == (number, f"incident:{number}")
    assert (await house.check_in()).missed_at is not None
    assert await house.waiting("edit_card")


async def test_a_look_that_comes_too_late_says_overdue_and_does_not_remind(house: House) -> None:
    await house.declare(severity=Severity.SEV1)
    house.clock.advance(hours=2)
    await remind_due(house.store)

    assert await house.waiting("post_reminder") == []
    assert len(await house.waiting("post_overdue")) == 1


async def test_an_update_in_time_keeps_everybody_quiet(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=10)
    await house.act(post_update, number, "Contained.", by_id=BEN, next_due=None)
    house.clock.advance(hours=5)

    assert await remind_due(house.store) == 0


async def test_nothing_is_asked_of_a_closed_incident(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(close, number, Outcome.FIXED, cause="A late source", remedy="", by_id=ANA)
    house.clock.advance(hours=5)

    assert await remind_due(house.store) == 0


async def test_nobody_to_remind_leaves_it_to_the_channel(house: House) -> None:
    await house.declare(severity=Severity.SEV1, by_id=None)
    house.clock.advance(minutes=25)
    await remind_due(house.store)
    assert await house.waiting("post_reminder") == []

    house.clock.advance(minutes=5)
    await remind_due(house.store)
    assert len(await house.waiting("post_overdue")) == 1


async def test_a_drill_bothers_nobody_outside_of_its_channel(house: House) -> None:
    await house.declare(severity=Severity.SEV1, is_drill=True)
    for _ in range(2):
        house.clock.advance(minutes=25)
        await remind_due(house.store)

    assert await house.waiting("post_reminder") == []
    assert len(await house.waiting("post_overdue")) == 1


@pytest.mark.parametrize(("members", "told"), [((ANA,), 1), ((BEN,), 0)])
async def test_a_private_incident_is_told_only_to_those_in_its_channel(
    house: House, members: tuple[str, ...], told: int
) -> None:
    number = await house.declare(severity=Severity.SEV1, is_private=True)
    await house.opened(number)
    await house.joined("C0OPENED01", *members)
    house.clock.advance(minutes=25)
    await remind_due(house.store)

    assert len(await house.waiting("post_reminder")) == told


async def test_a_low_severity_rests_until_its_owner_is_at_work(house: House) -> None:
    await house.heard_of(CHEN, "Chen Wei", "Asia/Singapore")
    house.clock.move_to(datetime(2026, 11, 18, 8, 0, tzinfo=UTC))  # 16:00 in Singapore
    await house.declare(severity=Severity.SEV3, by_id=CHEN)
    due_at = (await house.check_in()).due_at

    house.clock.advance(hours=4)  # 20:00 there
    assert await remind_due(house.store) == 1
    check_in = await house.check_in()
    assert check_in.look_at == datetime(2026, 11, 19, 1, 0, tzinfo=UTC)  # 09:00 there
    assert (check_in.due_at, check_in.missed_at) == (due_at, None)
    assert await house.waiting("post_overdue") == []

    house.clock.move_to(check_in.look_at)
    await remind_due(house.store)
    assert len(await house.waiting("post_overdue")) == 1


async def test_a_high_severity_does_not_rest(house: House) -> None:
    house.clock.move_to(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))  # a Saturday night
    await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=30)
    await remind_due(house.store)

    assert len(await house.waiting("post_overdue")) == 1


async def test_a_look_takes_no_more_than_there_is_room_for(house: House) -> None:
    for _ in range(5):
        await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=30)

    assert [await remind_due(house.store, room=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_four_replicas_remind_each_promise_once(postgres_url: str) -> None:
    clock = MovedClock()
    async with open_house(postgres_url, clock=clock) as house:
        for _ in range(40):
            await house.declare(severity=Severity.SEV1)
        clock.advance(minutes=30)

        looked = await asyncio.gather(*(_look_until_done(house.store) for _ in range(4)))

        assert sum(looked) == 40
        overdue = [item.intent["check_in_id"] for item in await house.waiting("post_overdue")]
        assert sorted(overdue) == sorted(each.id for each in await house.all_of(CheckIn))


async def test_updates_pressed_during_a_look_neither_fail_nor_wait_forever(postgres_url: str) -> None:
    clock = MovedClock()
    async with open_house(postgres_url, clock=clock) as house:
        numbers = [await house.declare(severity=Severity.SEV1) for _ in range(20)]
        clock.advance(minutes=30)

        presses = [house.act(post_update, number, "On it.", by_id=BEN, next_due=None) for number in numbers]
        await asyncio.gather(*presses, _look_until_done(house.store), _look_until_done(house.store))
        await _look_until_done(house.store)

        assert all(each.settled_at for each in await house.all_of(CheckIn))


async def _look_until_done(store: Store) -> int:
    looked, found = 0, 1
    while found:
        found = await remind_due(store, room=3)
        looked += found
    return looked
