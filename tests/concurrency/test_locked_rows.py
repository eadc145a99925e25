"""What is locked is read anew: an object that was read before the lock shows what is true under it."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.notice_members import joined
from bot.incidents.advance_stage import advance
from models.incident import Incident
from models.place import Place
from models.vocabulary import Stage
from tests.builders import ANA, BEN, House

Lock = Callable[[AsyncSession, int], Awaitable[Place]]


async def _by_get(session: AsyncSession, number: int) -> Place:
    return await session.get_one(Place, number, with_for_update=True)


async def _by_select(session: AsyncSession, number: int) -> Place:
    locked = select(Place).where(Place.incident_id == number).with_for_update(key_share=True)
    return (await session.scalars(locked)).one()


@pytest.mark.parametrize("lock", [_by_get, _by_select])
async def test_what_somebody_else_wrote_is_seen_under_the_lock(house: House, lock: Lock) -> None:
    number = await house.declare()
    async with house.store.unit() as uow:
        before = await uow.session.get_one(Place, number)
        await house.opened(number, "C0ELSEWHERE")

        place = await lock(uow.session, number)

        assert place is before
        assert place.channel_id == "C0ELSEWHERE"


@pytest.mark.parametrize("lock", [_by_get, _by_select])
async def test_what_was_changed_here_is_not_lost_by_it(house: House, lock: Lock) -> None:
    number = await house.declare()
    async with house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).topic = "ours"
        await lock(uow.session, number)
    async with house.store.unit() as uow:
        with uow.session.no_autoflush:
            (await uow.session.get_one(Place, number)).channel_name = "ours, too"
            await lock(uow.session, number)

    async with house.store.reading() as session:
        place = await session.get_one(Place, number)
    assert (place.topic, place.channel_name) == ("ours", "ours, too")


async def test_an_incident_is_changed_from_what_it_is_under_its_lock(house: House) -> None:
    number = await house.declare()
    async with house.store.unit() as uow:
        before = await uow.session.get_one(Incident, number)
        await house.act(advance, number, Stage.CONTAINMENT, by_id=BEN)

        assert await uow.incident(number) is before
        assert before.stage is Stage.CONTAINMENT


async def test_of_two_who_come_at_once_neither_is_missed_any_more(house: House) -> None:
    number = await house.declare()
    async with house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).unreached_ids = [ANA, BEN]
    async with house.store.unit() as uow:
        known = await uow.session.get_one(Place, number)  # as whoever draws its card has read it
        await house.act(joined, number, "C0OPENED01", BEN)
        await joined(uow, number, "C0OPENED01", ANA)

        assert known.unreached_ids == []
