"""Two people press at once: one of them is overtaken on the way to the lock of the incident."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Select, text

from bot.uow import UnitOfWork
from models.incident import Incident
from tests.builders import House


@contextmanager
def overtaken(by: Callable[[], Awaitable[object]]) -> Iterator[None]:
    """The first who is about to lock an incident, whatever they have read by then, comes second.

    What overtakes them does all of its work and commits, as far as no lock of theirs keeps it from that.
    """
    lock, first = UnitOfWork.incident, [by]

    async def incident(uow: UnitOfWork, *args: Any, **more: Any) -> Incident:
        if first:
            await first.pop()()
        return await lock(uow, *args, **more)

    with patch.object(UnitOfWork, "incident", incident):
        yield
    assert not first, "nobody was overtaken"


def free(house: House, row: Select[Any]) -> Callable[[], Awaitable[object]]:
    """Who looks whether anybody has locked a row: then an OperationalError is raised."""

    async def look() -> None:
        async with house.store.unit() as uow:
            (await uow.session.scalars(row.with_for_update(nowait=True))).one()

    return look


async def until_it_waits(house: House, begun: "asyncio.Task[Any]") -> None:
    """Until what was begun waits for a lock of somebody else's, or is over without having waited."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    is_waiting = 0
    while not is_waiting and not begun.done():
        async with house.store.reading() as session:
            is_waiting = await session.scalar(waiting)
