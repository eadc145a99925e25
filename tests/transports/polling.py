"""Waiting for something to be so, without sleeping longer than it takes."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], within: float = 2.0) -> None:
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.005)
