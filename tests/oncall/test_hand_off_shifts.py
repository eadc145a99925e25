"""A shift changes: both sides hear once what is open for their eyes, however many replicas look."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.oncall.hand_off_shifts import hand_off_shifts
from bot.oncall.override import end_override, override
from bot.outbox.deliveries.oncall.shifts import PostShift
from bot.outbox.deliveries.tell import TellPerson
from bot.playbook import Playbook, parse_playbook
from bot.suspicions.ask import suspect
from models.place import Person
from tests.breaking import break_one
from tests.builders import ANA, BEN, CHEN, DIA, WEDNESDAY, House, Office, open_office
from tests.oncall.conftest import PLAYBOOK
from tests.stories.town import spoken

#: Monday at nine in Berlin: Ben's week begins.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def playbook() -> Playbook:
    # Finance alone: the hours of the other teams would speak, too.
    written = PLAYBOOK.replace("growth: {people", "finance: {channel: finance-data}\n  growth: {people")
    whole = parse_playbook(written, "test")
    return whole.model_copy(update={"on_call": {"finance": whole.on_call["finance"]}})


async def told(house: House) -> dict[str, dict[str, Any]]:
    return {item.intent["person_id"]: item.intent for item in await house.waiting("tell", what="shift")}


async def test_the_first_look_only_remembers_who_is_on(house: House) -> None:
    assert await hand_off_shifts(house.store) == 1
    assert await hand_off_shifts(house.store) == 0
    assert await told(house) == {}


async def test_at_a_hand_off_both_sides_are_told_once(house: House) -> None:
    await hand_off_shifts(house.store)
    house.clock.move_to(MONDAY - timedelta(seconds=1))
    await hand_off_shifts(house.store)
    assert await told(house) == {}

    house.clock.move_to(MONDAY)
    await asyncio.gather(*(hand_off_shifts(house.store) for _ in range(3)))
    messages = await house.waiting("tell", what="shift")
    assert len(messages) == 2
    facts = await told(house)
    assert (facts[BEN]["begins"], facts[BEN]["others"]) == (True, [ANA])
    assert (facts[ANA]["begins"], facts[ANA]["others"]) == (False, [BEN])
    assert datetime.fromisoformat(facts[BEN]["until"]) == MONDAY + timedelta(weeks=1)
    assert len(await house.waiting("post_shift")) == 1


async def test_a_team_whose_shift_cannot_be_told_holds_up_no_other(
    house: House, playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = playbook.model_copy(update={"on_call": dict.fromkeys(["odd", "good"], playbook.on_call["finance"])})
    store = replace(house.store, playbook=two)
    await hand_off_shifts(store)
    house.clock.move_to(MONDAY)
    with monkeypatch.context() as patching, capture_logs():
        break_one(patching, "is refused")
        assert await hand_off_shifts(store) == 2
        assert await hand_off_shifts(store) == 0
    assert {each["team"] for each in (await told(house)).values()} == {"good"}

    house.clock.advance(minutes=5)
    await hand_off_shifts(store)
    assert {each.intent["team"] for each in await house.waiting("tell", what="shift")} == {"odd", "good"}


async def test_a_hand_off_during_which_nobody_ran_is_told_afterwards(house: House) -> None:
    await hand_off_shifts(house.store)
    house.clock.move_to(MONDAY + timedelta(days=1))
    await hand_off_shifts(house.store)
    assert set(await told(house)) == {ANA, BEN}


async def test_an_override_changes_the_shift_at_once_and_so_does_its_end(house: House) -> None:
    await hand_off_shifts(house.store)
    span = {"from_at": WEDNESDAY, "until_at": WEDNESDAY + timedelta(hours=8)}
    made = await house.act(override, "finance", CHEN, by_id=CHEN, **span)
    await hand_off_shifts(house.store)
    assert set(await told(house)) == {ANA, CHEN}

    await house.act(end_override, made.id, by_id=CHEN)
    await hand_off_shifts(house.store)
    assert len(await house.waiting("tell", what="shift")) == 4


async def test_whose_shift_ends_with_nobody_after_them_hears_that(house: House) -> None:
    await hand_off_shifts(house.store)
    async with house.store.unit() as uow:
        (await uow.session.get_one(Person, BEN)).has_left = True
    house.clock.move_to(MONDAY)
    await hand_off_shifts(house.store)
    facts = await told(house)
    assert set(facts) == {ANA}
    assert facts[ANA]["others"] == []
    assert await house.waiting("post_shift") == []


@pytest.fixture
async def office(sqlite_url: str, playbook: Playbook) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, TellPerson, PostShift, playbook=playbook) as office:
        await office.desk.directory.read_people()
        yield office


async def change_shift(office: Office) -> tuple[str, str]:
    """What Ben, who comes, and Ana, who goes, are told."""
    await hand_off_shifts(office.house.store)
    office.house.clock.move_to(MONDAY)
    await hand_off_shifts(office.house.store)
    await office.deliver()
    [to_ben] = await office.direct_messages(BEN)
    [to_ana] = await office.direct_messages(ANA)
    return spoken(to_ben), spoken(to_ana)


async def test_nothing_to_hand_over_is_one_line(office: Office) -> None:
    to_ben, to_ana = await change_shift(office)
    assert "You are on call for" in to_ben
    assert "has ended" in to_ana
    assert "Nothing is open: there is nothing to hand over." in to_ben
    assert "Nothing is open" in to_ana


async def test_each_side_hears_what_is_open_for_their_eyes_and_no_drills(office: Office) -> None:
    house = office.house
    await house.declare("Orders are late", by_id=DIA)
    await house.declare("Practice makes perfect", by_id=DIA, is_drill=True)
    private = await house.declare("Salaries leak", by_id=DIA, is_private=True)
    await house.opened(private)
    await house.joined("C0OPENED01", DIA, BEN)
    await house.act(suspect, "Revenue is zero", by_id=DIA, channel_id="C0ALERTS01")

    to_ben, to_ana = await change_shift(office)
    for words in (to_ben, to_ana):
        assert "Orders are late" in words
        assert "Revenue is zero" in words
        assert "Practice makes perfect" not in words
    assert "Salaries leak" in to_ben
    assert "Salaries leak" not in to_ana
