"""Somebody comes into a channel, and more than one hears of it at the same moment."""

import asyncio

from bot.channels.notice_members import joined, known_members
from tests.builders import BEN, House

CHANNEL = "C0OPENED01"


async def test_two_who_hear_at_once_that_somebody_came_both_keep_it(house: House) -> None:
    number = await house.declare()
    await house.opened(number, CHANNEL)

    await asyncio.gather(*(house.act(joined, number, CHANNEL, BEN) for _ in range(4)))

    async with house.store.reading() as session:
        assert await known_members(session, CHANNEL) == {BEN}
