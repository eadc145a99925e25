"""Durable intake over HTTP, beside Prometheus Alertmanager, which keeps what it is sent in memory.

The same alerts, as many in a request, over as many connections, from the same generator, in turns. What we
acknowledge is counted afterwards in the database: each is there once, and what was decided was decided once.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from bench.figure import Figure, median, spread
from bench.programs import (
    ROOT,
    Program,
    breakwater,
    database,
    free_port,
    local_slack,
    running_program,
    wait_for,
)
from bot.database import open_engine, open_reading
from models.alert import Alert
from models.inbox import InboxItem

#: What Debian calls the binary, and what everybody else does.
NAMES = ("prometheus-alertmanager", "alertmanager")

SECRET = "a secret of the bench"

CONNECTIONS = 16

#: Alerts in a request, and how many times Alertmanager's alerts a second we promise: SQLite, PostgreSQL.
GOALS = {1: (0.4, 0.3), 10: (1.0, 1.0), 100: (2.0, 2.0)}

CONFIG = "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n"

#: Seconds that deciding may go on afterwards, to be counted; the rest stays in its rows.
AFTERWARDS = 10.0


@dataclass
class Course:
    """What was measured with so many alerts a request."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    accepted: int = 0
    refused: int = 0
    #: Milliseconds to a receipt, of each round.
    waits: list[float] = field(default_factory=list)
    stored: int = 0
    decided: int = 0
    wrong: int = 0


async def measure(*, rounds: int, seconds: float, postgresql: bool) -> list[Figure]:
    """Take turns, size by size, each on a database of its own."""
    binary = next((found for name in NAMES if (found := shutil.which(name))), None)
    if binary is None:
        print(
            "bench: Prometheus Alertmanager is not here, so nothing is compared "
            "(Debian: apt-get install prometheus-alertmanager)",
            file=sys.stderr,
        )
    courses: dict[int, Course] = {}
    with local_slack() as slack, alertmanager(binary) as theirs:
        for alerts in GOALS:
            with database(postgresql=postgresql) as database_url:
                courses[alerts] = await _course(slack, theirs, database_url, alerts, rounds, seconds)
    return [figure for alerts, course in courses.items() for figure in _figures(alerts, course, postgresql)]


async def _course(
    slack: Program, theirs: Program | None, database_url: str, alerts: int, rounds: int, seconds: float
) -> Course:
    course = Course()
    with breakwater(slack, database_url, ALERT_SECRET_ALERTMANAGER=SECRET) as program:
        for number in range(rounds + 1):
            taken = seconds if number else 0.5  # the first warms up
            first = number * 10_000_000
            if theirs is not None:
                loaded = load(theirs, "/api/v2/alerts", "alertmanager", alerts, taken, first)
                if number:
                    course.theirs.append(loaded["accepted"] * alerts / loaded["seconds"])
            loaded = load(program, "/alerts/alertmanager", "webhook", alerts, taken, first, SECRET)
            course.accepted += loaded["accepted"]
            course.refused += loaded["refused"]
            if number:
                course.ours.append(loaded["accepted"] * alerts / loaded["seconds"])
                course.waits.append(loaded["median_ms"])
        await asyncio.sleep(AFTERWARDS)
    await _count(course, database_url, alerts)
    return course


def load(
    program: Program, path: str, form: str, alerts: int, seconds: float, first: int, secret: str = ""
) -> dict[str, Any]:
    """Let the generator send for a while; what it counted."""
    port = urlsplit(program.url).port
    given = {
        "port": port,
        "path": path,
        "form": form,
        "alerts": alerts,
        "connections": CONNECTIONS,
        "seconds": seconds,
        "first": first,
        "secret": secret,
    }
    options = [part for name, value in given.items() if value != "" for part in (f"--{name}", str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", *options], cwd=ROOT, check=True, capture_output=True, text=True
    )
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


@contextmanager
def alertmanager(binary: str | None) -> Iterator[Program | None]:
    """Run it until the block ends; none where it is not installed."""
    if binary is None:
        yield None
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="breakwater-bench-") as folder:
        config = Path(folder) / "alertmanager.yml"
        config.write_text(CONFIG)
        options = (
            f"--config.file={config}",
            f"--storage.path={folder}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
            "--log.level=error",
        )
        with running_program([binary, *options], {}) as process:
            wait_for(process, port, "/-/ready")
            yield Program(process, f"http://127.0.0.1:{port}")


async def _count(course: Course, database_url: str, alerts: int) -> None:
    """What is in the database: every row once, and as many alerts as its rows that are done held."""
    engine = open_engine(database_url)
    async with open_reading(engine)() as session:
        rows = select(func.count()).select_from(InboxItem).where(InboxItem.kind == "webhook")
        done = await session.scalar(rows.where(InboxItem.done_at.is_not(None))) or 0
        course.stored = await session.scalar(rows) or 0
        course.decided = await session.scalar(select(func.count()).select_from(Alert)) or 0
        course.wrong = abs(done * alerts - course.decided)
    await engine.dispose()


def _figures(alerts: int, course: Course, postgresql: bool) -> Iterator[Figure]:
    what = f"intake, {alerts} alert{'s' if alerts > 1 else ''} a request"
    lost = max(course.accepted - course.stored, 0) * alerts + course.wrong
    how = (
        f"{median(course.ours):,.0f} alerts/s ({spread(course.ours, 0)}), {CONNECTIONS} connections, "
        f"receipt after {median(course.waits):.1f} ms; {course.accepted * alerts:,} acknowledged, "
        f"{lost:,} lost, {course.decided:,} decided meanwhile and in {AFTERWARDS:g} s after"
    )
    if course.theirs:
        ratios = [ours / theirs for ours, theirs in zip(course.ours, course.theirs, strict=True)]
        yield Figure(
            what=what,
            value=median(ratios),
            unit="× Alertmanager",
            goal=GOALS[alerts][postgresql],
            at_least=True,
            how=f"its {median(course.theirs):,.0f} ({spread(course.theirs, 0)}); ours {how}",
        )
    else:
        yield Figure(what=what, value=median(course.ours), unit="alerts/s", how=how)
    yield Figure(what="· lost", value=lost, unit="alerts", goal=0, how="acknowledged, and not there once")
