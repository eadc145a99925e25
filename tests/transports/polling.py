"""Waiting for something to be so, without sleeping longer than it takes."""

import asyncio
from collections.abc import Callable

#: Seconds: nobody waits so long where it comes, however busy the machine is.
PATIENCE = 20.0


async def until(condition: Callable[[], object], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.005)
