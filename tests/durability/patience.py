"""Waiting without sleeping: look again and again, until a deadline."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

#: Seconds between looks, the first and the longest: each look asks a sandbox in this very process, or the
#: database, and what takes long is mostly a wait for a lease.
PAUSE, LONGEST_PAUSE = 0.02, 0.2


async def until(
    look: Callable[[], Awaitable[Any]],
    what: str,
    *,
    within: float = 20.0,
    shown: Callable[[], str] | None = None,
) -> Any:
    """Give back the first true thing that `look` sees; `shown` tells what was there when time ran out."""
    end = asyncio.get_running_loop().time() + within
    pause = PAUSE
    while not (found := await look()):
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"waited {within} s in vain for {what}{f'; {shown()}' if shown else ''}")
        await asyncio.sleep(pause)
        pause = min(pause * 1.2, LONGEST_PAUSE)
    return found


async def all_of(voyages: Iterable[Awaitable[list[str]]], *, at_once: int) -> list[str]:
    """What is wrong with any of them; so many are on their way at once, for they mostly wait."""
    room = asyncio.Semaphore(at_once)

    async def one(voyage: Awaitable[list[str]]) -> list[str]:
        async with room:
            try:
                return await voyage
            except AssertionError as stuck:  # the others are to end in peace
                return [str(stuck)]

    ended = await asyncio.gather(*map(one, voyages))
    return [complaint for complaints in ended for complaint in complaints]
