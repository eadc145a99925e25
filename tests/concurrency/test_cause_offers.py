"""An offer arrives while the cause that it is about is led to another incident."""

import asyncio

from bot.outbox.deliveries.alerts.cause_offers import PostCauseOffer
from models.cause import Cause
from models.outbox import OutboxItem
from models.shared_cause import SharedKind
from tests.builders import House
from tests.concurrency.overtaken import until_it_waits

KEY = "run:airflow:8123"


async def test_it_is_not_taken_for_an_offer_of_the_other_incident(house: House) -> None:
    one, other = await house.declare(), await house.declare()
    async with house.store.unit() as uow:
        times = {"first_at": uow.now, "last_at": uow.now}
        uow.session.add(Cause(key=KEY, kind=SharedKind.RUN, name="8123", incident_id=one, **times))

    async with house.store.unit() as uow:
        (await uow.session.get_one(Cause, KEY)).incident_id = other
        await uow.session.flush()
        arriving = asyncio.create_task(_arrive(house, one))
        await until_it_waits(house, arriving)
    await arriving

    async with house.store.reading() as session:
        assert (await session.get_one(Cause, KEY)).offer_ts is None


async def _arrive(house: House, number: int) -> None:
    item = OutboxItem(kind="post_cause_offer", incident_id=number, intent={"cause_key": KEY})
    sent = {"channel_id": "C0OPENED01", "ts": "1.000900"}
    async with house.store.unit() as uow:
        await PostCauseOffer().applied(item, sent, uow, None)  # type: ignore[arg-type]  # it asks no desk
