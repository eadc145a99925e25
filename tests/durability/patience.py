"""Waiting without sleeping: look again and again, until a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

#: Seconds between looks; each look asks a sandbox in this very process.
PAUSE = 0.02


async def until(
    look: Callable[[], Awaitable[Any]],
    what: str,
    *,
    within: float = 20.0,
    shown: Callable[[], str] | None = None,
) -> Any:
    """Give back the first true thing that `look` sees; `shown` tells what was there when time ran out."""
    end = asyncio.get_running_loop().time() + within
    while not (found := await look()):
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"waited {within} s in vain for {what}{f'; {shown()}' if shown else ''}")
        await asyncio.sleep(PAUSE)
    return found
