"""When to look, nothing else: what is due is in the rows, and the claim of a row decides who does it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.metrics import Metrics

log = structlog.get_logger("ticks")


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
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for tick in ticks:
            self._scheduler.add_job(
                _safely(tick, metrics),
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

    def stop(self) -> None:
        """Look no more. A look under way is cancelled, which its transaction makes harmless."""
        self._scheduler.shutdown(wait=False)


def _safely(tick: Tick, metrics: Metrics) -> Callable[[], Awaitable[None]]:
    async def look() -> None:
        try:
            await tick.look()
        except Exception:  # the loop top: the next look tries again
            log.exception("tick_failed", tick=tick.name)
            metrics.tick_failed(tick.name)
        else:
            metrics.ticked(tick.name)

    return look
