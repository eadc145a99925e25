"""The programs that are measured, each as an operating-system process of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.migrate import upgrade

ROOT = Path(__file__).resolve().parent.parent

_OURS = ("SLACK_", "ALERT_SECRET_", "BREAKWATER_")
_ALSO_OURS = ("DATABASE_URL", "PUBLIC_URL", "PORT", "HOST", "LOG_LEVEL", "LOG_FORMAT")


@dataclass
class Program:
    """A program under way: its process and the address that it serves, if any."""

    process: subprocess.Popen[bytes]
    url: str = ""

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self.process.pid


@contextmanager
def local_slack() -> Iterator[Program]:
    """Run the sandbox until the block ends."""
    port = free_port()
    with _running(["-m", "bench.local_slack", "--port", str(port)], {}) as process:
        wait_for(process, port, "/sandbox/health")
        yield Program(process, f"http://127.0.0.1:{port}")


@contextmanager
def breakwater(
    slack: Program, database_url: str, *, until_ready: bool = True, **more: str
) -> Iterator[Program]:
    """Run Breakwater, connected by Socket Mode, until the block ends; `more` goes into its environment."""
    port = free_port()
    given = {"DATABASE_URL": database_url, "PORT": str(port), "LOG_LEVEL": "WARNING", **more}
    given |= _tokens(slack)
    with _running(["-m", "bot.cli", "run"], given) as process:
        if until_ready:
            wait_for(process, port, "/readyz")
        yield Program(process, f"http://127.0.0.1:{port}")


@contextmanager
def bare_bolt(slack: Program) -> Iterator[Program]:
    """Run the bare Bolt app until the block ends."""
    with _running(["-m", "bench.bare_bolt"], _tokens(slack)) as process:
        yield Program(process)


def wait_for(process: "subprocess.Popen[bytes]", port: int, path: str, *, within: float = 60.0) -> float:
    """Ask every few milliseconds until it answers 200; says at what time (perf_counter) it did."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"bench: {process.args!r} ended with status {process.returncode}")
        if _answers(port, path):
            return time.perf_counter()
        time.sleep(0.005)
    raise SystemExit(f"bench: {process.args!r} was not ready after {within:.0f} s")


@contextmanager
def database(*, postgresql: bool, migrated: bool = True) -> Iterator[str]:
    """Give the address of a database of one's own."""
    if postgresql:
        yield from _postgresql()
        return
    with tempfile.TemporaryDirectory(prefix="breakwater-bench-") as folder:
        database_url = f"sqlite:///{folder}/bench.db"
        if migrated:
            upgrade(database_url)
        yield database_url


def free_port() -> int:
    """A port that nobody has right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgresql() -> Iterator[str]:
    # The tests' own server. It does not flush to disk, so its commits are cheaper than a real one's.
    from tests.postgres import start_postgres

    server = start_postgres()
    try:
        database_url = server.create("bench")
        upgrade(database_url)
        yield database_url
    finally:
        server.stop()


def _tokens(slack: Program) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{slack.url}/api/",
    }


@contextmanager
def _running(arguments: list[str], given: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with running_program([sys.executable, *arguments], given) as process:
        yield process


@contextmanager
def running_program(command: list[str], given: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command until the block ends, with nothing in its environment that a person set for us."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) and name not in _ALSO_OURS
    }
    process = subprocess.Popen(command, env={**kept, **given}, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(12)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
