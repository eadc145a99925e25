"""`breakwater sandbox`: a local Slack and the bot attached to it, as two processes that end together."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.manifest import manifest_text

FOLDER: Final = Path(".breakwater-sandbox")

#: What feeds what at the company in whose workspace the sandbox's people are.
LINEAGE: Final = Path(__file__).resolve().parent.parent / "sandbox" / "samples" / "lineage.yaml"

_READY_SECONDS: Final = 30.0
_DRAIN_SECONDS: Final = 12.0
_LOOK_SECONDS: Final = 0.05
# What a person has set for their own workspace must not reach the sandbox's bot, nor the other way round.
_NOT_OURS: Final = ("SLACK_", "ALERT_SECRET_")
_REPLACED: Final = frozenset({"DATABASE_URL", "PUBLIC_URL", "HOST", "PORT"})

_GREETING: Final = """
  Breakwater's sandbox is at {url}
  It is a local stand-in for Slack, not Slack: nothing leaves this machine.

  Try first:
    1. Post a sample alert, at the lower left: “… raw.shop.orders is late (error)” opens an incident
       by itself, and its channel shows what reads from that table
    2. type /incident declare in the composer; /incident help shows all verbs
    3. in the incident's channel: Take command, Advance, Update, Close
    4. Acting as: be somebody else

  Ctrl-C ends it.
"""


@dataclass(frozen=True)
class Child:
    """One of the two processes."""

    name: str
    process: subprocess.Popen[bytes]


def run_sandbox(port: int, *, keep: bool, environ: Mapping[str, str]) -> int:
    """Start both, wait until one ends or we are told to stop, end both; give the exit status."""
    taken = [number for number in (port, port + 1) if not _is_free(number)]
    if taken:
        _say(
            f"✗ port {taken[0]} is taken; choose another with PORT=, as in `PORT={port + 100} make run` "
            f"(the page listens on it, and the bot on the next one)"
        )
        return 1
    folder = _prepare_folder(port, keep=keep)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    children: list[Child] = []
    try:
        return _carry(children, port, folder, environ, stop)
    finally:
        _end(children)


def _carry(
    children: list[Child], port: int, folder: Path, environ: Mapping[str, str], stop: threading.Event
) -> int:
    slack = _start("sandbox", _sandbox_command(port, folder), environ)
    children.append(slack)
    if not _is_ready(slack, port, "/sandbox/health", stop):
        return _give_up(children, stop)
    surroundings = bot_environment(environ, port, folder)
    if not (folder / "breakwater.db").exists():
        _take_in_lineage(surroundings, stop)
    bot = _start("bot", ["-m", "bot.cli", "run"], surroundings)
    children.append(bot)
    if not _is_ready(bot, port + 1, "/readyz", stop):
        return _give_up(children, stop)
    _say(_GREETING.format(url=f"http://127.0.0.1:{port}/"))
    while not stop.wait(_LOOK_SECONDS * 4):
        if _dead(children):
            return _give_up(children, stop)
    return 0


def bot_environment(environ: Mapping[str, str], port: int, folder: Path) -> dict[str, str]:
    """Give the bot the sandbox's tokens and a database of its own, whatever the person has set."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(_NOT_OURS) and name not in _REPLACED
    }
    return {
        "LOG_LEVEL": "WARNING",
        **kept,
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "DATABASE_URL": f"sqlite:///{folder.resolve() / 'breakwater.db'}",
        "ALERT_SECRET_GENERIC": "sandbox",
        "LINEAGE_SECRET": "sandbox",
        "PORT": str(port + 1),
    }


def _take_in_lineage(environ: Mapping[str, str], stop: threading.Event) -> None:
    """Let the bot know what feeds what in the sandbox's company; without it the sandbox goes on as well."""
    importing = _start("import", ["-m", "bot.cli", "assets", "import", str(LINEAGE)], environ, quiet=True)
    deadline = time.monotonic() + _READY_SECONDS
    while importing.process.poll() is None and time.monotonic() < deadline:
        if stop.wait(_LOOK_SECONDS):
            break
    if importing.process.poll() != 0 and not stop.is_set():
        _say("! the sandbox's lineage could not be taken in; `breakwater assets import` says why")
    _end([importing])


def _sandbox_command(port: int, folder: Path) -> list[str]:
    return ["-m", "sandbox", "--port", str(port), "--manifest", str(folder / "manifest.yaml")]


def _prepare_folder(port: int, *, keep: bool) -> Path:
    """Make the folder of the sandbox on this port, empty unless its database is to be kept."""
    folder = FOLDER / str(port)
    if folder.exists() and not keep:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.yaml").write_text(manifest_text(), encoding="utf-8")
    return folder


def _start(name: str, arguments: Sequence[str], environ: Mapping[str, str], *, quiet: bool = False) -> Child:
    # -P and the path: a folder of the same name where the person happens to stand is not imported.
    # A session of its own: Ctrl-C reaches us alone, and we pass it on once.
    path = os.pathsep.join(
        filter(None, [str(Path(__file__).resolve().parent.parent), environ.get("PYTHONPATH")])
    )
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, and modules named in this file
        [sys.executable, "-P", *arguments],
        env={**environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # what they say to programs; to people they speak on stderr
        stderr=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
    )
    return Child(name, process)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _is_ready(child: Child, port: int, path: str, stop: threading.Event) -> bool:
    """Ask until it answers well; give up when it ends, when we are told to stop, or after a long time."""
    deadline = time.monotonic() + _READY_SECONDS
    while child.process.poll() is None and time.monotonic() < deadline:
        if _answers(port, path):
            return True
        if stop.wait(_LOOK_SECONDS):
            return False
    return False


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _dead(children: Sequence[Child]) -> Child | None:
    return next((child for child in children if child.process.poll() is not None), None)


def _give_up(children: Sequence[Child], stop: threading.Event) -> int:
    """Say why it goes no further; being told to stop is no failure."""
    if stop.is_set():
        return 0
    dead = _dead(children)
    if dead is None:
        _say(f"✗ the {children[-1].name} was not ready after {_READY_SECONDS:.0f} s; ending")
    else:
        _say(f"✗ the {dead.name} ended by itself (status {dead.process.returncode}); ending the rest with it")
    return 1


def _end(children: Sequence[Child]) -> None:
    """Ask both to end, the bot first, and make sure that they do."""
    for child in reversed(children):
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + _DRAIN_SECONDS
    for child in reversed(children):
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
