"""Run the program until the system asks it to stop, or one of its loops has died."""

import asyncio
import gc
import signal
from typing import Final

import structlog

from bot.app import Breakwater
from bot.logs import configure_logs
from bot.playbook import Playbook
from bot.settings import Settings
from bot.web.server import CannotListen

log = structlog.get_logger("app")

#: How many new objects make Python look for garbage: a storm makes thousands in a moment, and drops them.
GARBAGE: Final = (20_000, 20, 20)


def serve(settings: Settings, playbook: Playbook) -> int:
    """Run until SIGTERM or SIGINT; the exit code."""
    configure_logs(settings.log_level, settings.log_format, secrets=settings.every_secret())
    return asyncio.run(_serve(Breakwater(settings, playbook)))


async def _serve(program: Breakwater) -> int:
    loop = asyncio.get_running_loop()
    asked_to_stop = asyncio.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(word, asked_to_stop.set)
    try:
        await program.start()
        settle_memory()
    except CannotListen as taken:
        log.error("cannot_listen", why=str(taken))
        await program.stop()
        return 1
    ends = [asyncio.create_task(event.wait()) for event in (asked_to_stop, program.died)]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    await program.stop()
    return 1 if program.died.is_set() else 0


def settle_memory() -> None:
    """What the start made stays for good; looking through all of it again would stop every answer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
