"""A stop while a look is under way is no fault, and nothing is logged as one."""

import asyncio
import logging
import time

import pytest

from bot.metrics import Metrics
from bot.ticks import Tick, Ticks


async def test_a_look_that_a_stop_cuts_short_is_rolled_back_and_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    began, rolled_back = asyncio.Event(), False

    async def look() -> None:
        nonlocal rolled_back
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            rolled_back = True

    ticks = Ticks([Tick("due", 0.01, look)], Metrics())
    with caplog.at_level(logging.WARNING):
        ticks.start()
        await began.wait()
        await ticks.stop()
        await asyncio.sleep(0)

    assert rolled_back
    assert caplog.records == []


async def test_a_look_that_has_just_been_handed_to_the_loop_is_none_either(
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1

    ticks = Ticks([Tick("due", 0.001, look)], Metrics())
    with caplog.at_level(logging.WARNING):
        ticks.start()
        time.sleep(0.01)  # the loop stands still: the first look is due, and nobody has taken it
        ticks._scheduler._process_jobs()
        await ticks.stop()
        await asyncio.sleep(0)

    assert (looks, caplog.records) == (0, [])
