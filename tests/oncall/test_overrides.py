"""Overrides and swaps: who made them is kept, both sides are told, and they end with a press."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.oncall.on_duty import Duty, find_duty
from bot.oncall.override import end_override, override
from bot.oncall.show_on_call import override_views
from bot.oncall.swap import swap
from bot.oncall.teams_with import teams_with
from models.errors import FieldRefused, NotAllowed, NotFound, NothingToChange
from models.on_call import Override
from tests.builders import ANA, BEN, CHEN, DIA, WEDNESDAY, House

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
HOUR = timedelta(hours=1)


async def put_on(house: House, person_id: str = CHEN, **more: object) -> int:
    span = {"from_at": WEDNESDAY, "until_at": WEDNESDAY + 4 * HOUR} | more
    made = await house.act(override, "finance", person_id, by_id=BEN, **span)
    number: int = made.id
    return number


async def on(house: House, at: datetime) -> Duty:
    async with house.store.reading() as session:
        return await find_duty(session, house.store.playbook, "finance", at, now=house.clock())


async def told(house: House, what: str) -> set[str]:
    return {item.intent["person_id"] for item in await house.waiting("tell", what=what)}


async def test_an_override_holds_from_its_beginning_to_its_end_and_says_who_made_it(house: House) -> None:
    await put_on(house, from_at=WEDNESDAY + HOUR)

    assert (await on(house, WEDNESDAY)).people_ids == (ANA,)
    assert (await on(house, WEDNESDAY)).until_at == WEDNESDAY + HOUR
    during = await on(house, WEDNESDAY + HOUR)
    assert (during.people_ids, during.because) == ((CHEN,), "@ben put them on")
    assert (await on(house, WEDNESDAY + 4 * HOUR)).people_ids == (ANA,)
    assert await told(house, "override_made") == {CHEN, ANA}
    [row] = await house.all_of(Override)
    assert (row.by_id, row.made_at) == (BEN, WEDNESDAY)


async def test_of_two_overrides_the_later_one_counts(house: House) -> None:
    await put_on(house)
    await put_on(house, DIA)

    assert (await on(house, WEDNESDAY + HOUR)).people_ids == (DIA,)
    assert await told(house, "override_made") == {CHEN, ANA, DIA}


async def test_an_override_over_two_shifts_relieves_both(house: House) -> None:
    await put_on(house, until_at=MONDAY + HOUR)

    assert await told(house, "override_made") == {CHEN, ANA, BEN}


async def test_an_ended_override_gives_the_shift_back_and_both_hear_who_ended_it(house: House) -> None:
    number = await put_on(house)
    house.clock.advance(hours=1)
    await house.act(end_override, number, by_id=DIA)

    assert (await on(house, WEDNESDAY + HOUR)).people_ids == (ANA,)
    assert (await on(house, WEDNESDAY + HOUR / 2)).people_ids == (CHEN,)
    assert await told(house, "override_ended") == {CHEN, ANA}
    async with house.store.reading() as session:
        [view] = await override_views(session, number)
    assert view.ended_by_id == DIA
    with pytest.raises(NothingToChange):
        await house.act(end_override, number, by_id=DIA)


async def test_a_swap_exchanges_the_next_shift_of_each_and_ends_whole(house: House) -> None:
    made = await house.act(swap, "finance", BEN, by_id=ANA)

    assert [(await on(house, MONDAY + n * WEEK)).people_ids for n in range(3)] == [(ANA,), (BEN,), (BEN,)]
    assert (await on(house, MONDAY)).because == "they swapped shifts"
    assert await told(house, "override_made") == {ANA, BEN}
    async with house.store.reading() as session:
        assert [view.is_swap for view in await override_views(session, made.id)] == [True, True]

    house.clock.move_to(MONDAY + WEEK + HOUR)  # Ana's first half is over by now
    await house.act(end_override, made.id, by_id=BEN)
    assert (await on(house, MONDAY + WEEK + HOUR)).people_ids == (ANA,)


async def test_whoever_has_no_shift_ahead_cannot_swap(house: House) -> None:
    with pytest.raises(NotFound, match="has no shift"):
        await house.act(swap, "finance", CHEN, by_id=ANA)
    with pytest.raises(FieldRefused, match="yours already"):
        await house.act(swap, "finance", ANA, by_id=ANA)


async def test_an_override_that_cannot_be_is_refused(house: House) -> None:
    for span, why in (
        ({"until_at": WEDNESDAY}, "over before it begins"),
        ({"until_at": WEDNESDAY + timedelta(days=93)}, "more than three months"),
    ):
        with pytest.raises(FieldRefused, match=why):
            await put_on(house, **span)
    await house.heard_of("U0GUEST001", "Guest", is_guest=True)
    with pytest.raises(NotAllowed):
        await put_on(house, "U0GUEST001")
    with pytest.raises(NotFound):
        await house.act(end_override, 7, by_id=ANA)


async def test_the_teams_of_someone_are_those_whose_turns_they_take(house: House) -> None:
    async with house.store.reading() as session:
        found = {who: await teams_with(session, house.store.playbook, who) for who in (ANA, BEN, CHEN, DIA)}
    assert found == {ANA: ["finance", "growth"], BEN: ["finance"], CHEN: ["growth"], DIA: []}
