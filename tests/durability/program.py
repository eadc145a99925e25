"""The real program as another process of the operating system, to be started, killed and started again.

A start spends nearly all its time on imports. Where a test starts the program again and again, it is forked
from a process that has imported everything and done nothing else (which has no effect). Such a one may be
given a clock that is moved: as many seconds ahead as a file says.
"""

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from tests.durability.patience import until

PROJECT = Path(__file__).parents[2]

#: Seconds that a start may take on a machine with too much to do.
START_SECONDS = 40.0


_WARM = multiprocessing.get_context("forkserver")
_WARM.set_forkserver_preload(["bot.serve", "bot.cli", "bot.migrate"])


class Program:
    """One `breakwater run`, and all that it ever said."""

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        name: str = "program",
        *,
        warm: bool = False,
        ahead: Path | None = None,
    ) -> None:
        assert ahead is None or warm, "only a forked program can be given a clock"
        self._folder = folder
        self._environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "PORT": "0",
            "LOG_FORMAT": "json",
            **environ,
        }
        self._log = folder / f"{name}.log"
        self._from = 0
        self._warm = warm
        self._ahead = ahead
        self._process: Any = None
        self.port = 0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._status() is None

    async def start(self) -> None:
        """Start it, and wait until `/readyz` says that it is ready."""
        await asyncio.to_thread(self.launch)  # the first start imports everything, and others are at work
        await self.ready()

    def launch(self, *command: str) -> None:
        """Start it, and look away."""
        self._log.touch()
        self._from = self._log.stat().st_size
        argv = command or ("run",)
        if self._warm:
            given = (str(self._folder), self._environ, str(self._log), argv, self._ahead)
            self._process = _WARM.Process(target=_run_here, args=given)
            self._process.start()
            return
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", *argv],
                cwd=self._folder,
                env=self._environ,
                stdout=log,
                stderr=log,
            )

    def _status(self) -> int | None:
        """The exit status; none while it runs."""
        status: int | None = self._process.exitcode if self._warm else self._process.poll()
        return status

    async def ready(self) -> None:
        """Wait until it is ready; the port is the one that it names."""
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as http:
            while not await self._is_ready(http):
                assert self.is_running, f"it ended before it was ready:\n{self.words}"
                await asyncio.sleep(0.05)

    async def _is_ready(self, http: aiohttp.ClientSession) -> bool:
        told = self.told("ready")
        if not told:
            return False
        self.port = told[0]["port"]
        async with http.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
            return answer.status == 200

    async def knows_its_way(self) -> None:
        """Wait until it has looked around in the workspace."""

        async def has_looked() -> bool:
            return bool(self.told("looked_around"))

        await until(has_looked, "the program to know its way", within=START_SECONDS)

    def kill(self) -> None:
        """SIGKILL: nothing of it runs any more when this returns."""
        self._process.kill()
        if self._warm:
            self._process.join()
        else:
            self._process.wait()

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def freeze(self) -> None:
        """SIGSTOP: it stands still, and knows nothing of it."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        os.kill(self._process.pid, signal.SIGCONT)

    async def ended(self, within: float = START_SECONDS) -> int:
        """Wait until it has ended by itself; its exit status."""
        end = time.monotonic() + within
        while (status := self._status()) is None:
            assert time.monotonic() < end, f"it did not end within {within} s:\n{self.words}"
            await asyncio.sleep(0.01)
        return status

    @property
    def words(self) -> str:
        """What it has said since its last start."""
        with self._log.open("rb") as log:
            log.seek(self._from)
            return log.read().decode()

    def told(self, event: str) -> list[dict[str, Any]]:
        """The log entries of one name since the last start."""
        lines = [json.loads(line) for line in self.words.splitlines() if f'"event": "{event}"' in line]
        return [line for line in lines if line["event"] == event]


def _run_here(
    folder: str, environ: Mapping[str, str], log: str, argv: tuple[str, ...], ahead: Path | None
) -> None:
    """Be the program: what its start finds is what it would find after an exec."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    opened = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(opened, 1)
    os.dup2(opened, 2)
    sys.argv = ["breakwater", *argv]
    from bot.app import Breakwater
    from bot.cli import main

    if ahead is not None:
        Breakwater.__init__.__kwdefaults__["clock"] = clock_ahead(ahead)  # type: ignore[index]  # it has some
    main()


def clock_ahead(ahead: Path) -> Callable[[], datetime]:
    """A clock that is as many seconds ahead as the file says by then."""
    return lambda: datetime.now(UTC) + timedelta(seconds=float(ahead.read_text() or 0))
