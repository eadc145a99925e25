"""What was sent long ago costs nothing when something new is to be sent; what waited goes soon."""

import random
import time

from sqlalchemy import insert

from bot.outbox import queue
from bot.outbox.budget import Budget
from models.outbox import OutboxItem, Standing
from tests.builders import House

#: Enough to tell reading them from not reading them.
SENT = 20_000


async def test_a_turn_of_the_outbox_reads_nothing_that_was_sent_long_ago(house: House) -> None:
    await _waits(house)
    before = await _quickest_claim(house)
    rows = [
        {
            "kind": "post_triage_card",
            "lane": "alerts:C0ALERTS01",
            "subject": "home:U1",
            "standing": Standing.SENT,
            "created_at": house.clock(),
        }
        for _ in range(SENT)
    ]
    async with house.store.unit() as uow:
        await uow.session.execute(insert(OutboxItem), rows)
    await _waits(house)

    # Reading them takes more than ten milliseconds, not reading them less than one.
    assert await _quickest_claim(house) < before + 0.005


def test_after_an_hour_without_slack_nothing_waits_much_longer_than_a_minute() -> None:
    pauses = [queue.pause_after(attempts, random.Random(1)) for attempts in range(1, 200)]

    assert max(pauses) <= 75


async def _waits(house: House) -> None:
    async with house.store.unit() as uow:
        for _ in range(3):
            await uow.announce("post_triage_card", lane="alerts:C0ALERTS01", subject="home:U1")


async def _quickest_claim(house: House) -> float:
    lasted = []
    for _ in range(50):  # what else runs on this machine makes some slower, never all
        async with house.store.sessions() as session:
            now = await queue.lease_clock(session)
            began = time.perf_counter()
            await queue.claim(session, "us", now, 10, Budget({}))
            lasted.append(time.perf_counter() - began)
            await session.rollback()
    return min(lasted)
