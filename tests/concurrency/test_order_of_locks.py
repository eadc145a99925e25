"""The incident is locked first, so that nobody holds what a press waits for, and waits for that press."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.channels.notice_members import members_read
from bot.impact.follow_due import follow_due
from bot.incidents.lock_two import lock_two
from bot.repair.move_backfill import assign_backfill, move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from models.backfill import BackfillState
from models.backfill_item import BackfillItem
from models.place import Place
from tests.builders import ANA, BEN, House, open_office
from tests.concurrency.overtaken import free, overtaken


async def test_an_asset_of_a_backfill_is_locked_after_its_incident(house: House) -> None:
    number = await house.declare()
    planned = [Planned(asset="orders", name="orders", depth=None, owner_id=ANA, owner_name=None)]
    [item] = await house.act(plan_backfill, number, planned, by_id=ANA)
    is_free = free(house, select(BackfillItem).where(BackfillItem.id == item.id))

    with overtaken(is_free):
        await house.act(move_backfill, item.id, BackfillState.RUNNING, by_id=ANA)
    with overtaken(is_free):
        await house.act(assign_backfill, item.id, BEN, by_id=ANA)


async def test_the_place_of_an_incident_is_locked_after_it(house: House) -> None:
    number = await house.declare()
    await house.opened(number)
    is_free = free(house, select(Place).where(Place.incident_id == number))

    with overtaken(is_free):
        await house.act(members_read, number, "C0OPENED01", known=frozenset(), now=frozenset({BEN}))


async def test_the_places_of_two_incidents_are_locked_with_them_as_the_outbox_writes_to_them(
    house: House,
) -> None:
    """In the order of their numbers, also where the second ends in the first."""
    one, other = await house.declare(), await house.declare()

    async with house.store.unit() as uow:
        first, second = await lock_two(uow, other, one)
        assert (first.id, second.id) == (other, one)
        for number in (one, other):
            with pytest.raises(OperationalError):
                await free(house, select(Place).where(Place.incident_id == number))()


async def test_a_look_at_what_is_affected_locks_the_incident_before_its_place(postgres_url: str) -> None:
    async with open_office(postgres_url) as office:
        number = await office.house.declare(asset="orders")

        with overtaken(free(office.house, select(Place).where(Place.incident_id == number))):
            assert await follow_due(office.desk) == 1

        async with office.house.store.reading() as session:
            assert (await session.get_one(Place, number)).impact_look_at is None
