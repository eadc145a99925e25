"""Slack takes its time over one channel: what happens in the others does not wait for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.inbox.worker import Worker, lane_of
from tests.builders import House


async def test_an_alert_does_not_wait_for_slacks_answer_about_another_channel(house: House) -> None:
    answer, done = asyncio.Event(), []

    async def work(_kind: str, payload: dict[str, Any], inbox_id: int, _late: bool) -> None:
        if payload["event"]["channel"] == "C0SLOW":
            await answer.wait()
        done.append(inbox_id)

    worker = Worker(house.store, work, alone=False)
    async with _at_work(worker):
        for inbox_id, channel_id in enumerate(("C0SLOW", "C0ALERTS", "C0SLOW", "C0ALERTS"), start=1):
            worker.take(inbox_id, "event", {"event": {"channel": channel_id}})
        async with asyncio.timeout(20):
            while len(done) < 2:
                await asyncio.sleep(0.01)
        assert done == [2, 4]
        assert not worker.is_idle

        answer.set()
        await worker.drain()
    assert done == [2, 4, 1, 3]


@pytest.mark.parametrize(
    ("event", "lane"),
    [
        ({"type": "message", "channel": "C1"}, "C1"),
        ({"type": "reaction_added", "item": {"channel": "C1", "ts": "1.1"}}, "C1"),
        ({"type": "channel_rename", "channel": {"id": "C1", "name": "orders"}}, "C1"),
        ({"type": "user_change", "user": {"id": "U1"}}, ""),
    ],
)
def test_events_are_lined_up_by_the_channel_that_they_tell_of(event: dict[str, Any], lane: str) -> None:
    assert lane_of({"event": event}) == lane


@contextlib.asynccontextmanager
async def _at_work(worker: Worker) -> AsyncIterator[None]:
    working = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
