"""When to look, nothing else: what is due is in the rows, and the claim of a row decides who does it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.metrics import Metrics

log = structlog.get_logger("ticks")

#: Seconds that a cancelled look may take to roll back.
STOP_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A look that is taken again and again."""

    name: str
    every_seconds: float
    look: Callable[[], Awaitable[object]]


class Ticks:
    """APScheduler with a memory store: a look that comes late is taken once, and never beside itself."""

    def __init__(self, ticks: Sequence[Tick], metrics: Metrics) -> None:
        # That a look is skipped while the one before it lasts is meant, and no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._metrics = metrics
        self._under_way: set[asyncio.Task[Any]] = set()
        self._is_stopping = False
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for tick in ticks:
            self._scheduler.add_job(
                partial(self._look, tick),
                "interval",
                seconds=tick.every_seconds,
                id=tick.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begin to look."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Look no more. A look under way is cancelled, which its transaction makes harmless.

        We do that ourselves: one that the scheduler cancels it logs as an error.
        """
        self._is_stopping = True
        self._scheduler.pause()
        for look in self._under_way:
            look.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_SECONDS)
        self._scheduler.shutdown(wait=False)

    async def _look(self, tick: Tick) -> None:
        if self._is_stopping or (task := asyncio.current_task()) is None:
            return
        self._under_way.add(task)
        try:
            await self._safely(tick)
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise
        finally:
            self._under_way.discard(task)

    async def _safely(self, tick: Tick) -> None:
        try:
            await tick.look()
        except Exception:  # the loop top: the next look tries again
            log.exception("tick_failed", tick=tick.name)
            self._metrics.tick_failed(tick.name)
        else:
            self._metrics.ticked(tick.name)
