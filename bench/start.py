"""How long a start takes, and what the program weighs when it has nothing to do."""

import asyncio
import time
from pathlib import Path
from urllib.parse import urlsplit

from bench.crowd import crowd_at
from bench.figure import Figure, median, spread
from bench.programs import Program, bare_bolt, breakwater, database, local_slack, wait_for

#: Seconds for everything that follows a start to be over.
SETTLING = 3.0


async def measure_start(*, runs: int, postgresql: bool) -> list[Figure]:
    """Start with a migrated database and with none, in turns, from the spawn to the first 200 of /readyz."""
    migrated: list[float] = []
    empty: list[float] = []
    with local_slack() as slack:
        for _ in range(runs):
            with database(postgresql=postgresql) as database_url:
                migrated.append(_start(slack, database_url))
            if not postgresql:  # there an old schema is refused, not migrated
                with database(postgresql=False, migrated=False) as database_url:
                    empty.append(_start(slack, database_url))
    how = "spawn → /readyz 200, asked every 5 ms; median of {} ({})"
    figures = [
        Figure(
            what="start → ready",
            value=median(migrated),
            unit="s",
            goal=2,
            how=how.format(len(migrated), spread(migrated)),
        )
    ]
    if empty:
        told = how.format(len(empty), spread(empty))
        figures.append(
            Figure(
                what="· on an empty file", value=median(empty), unit="s", goal=2, how=f"migrates it; {told}"
            )
        )
    return figures


async def measure_memory(*, postgresql: bool) -> list[Figure]:
    """Weigh the idle program, and the bare app beside it."""
    with (
        database(postgresql=postgresql) as database_url,
        local_slack() as ours,
        local_slack() as theirs,
        breakwater(ours, database_url) as program,
        bare_bolt(theirs) as bare,
    ):
        async with crowd_at(ours), crowd_at(theirs):
            await asyncio.sleep(SETTLING)
            rss, pss = _weight(program)
            bare_rss, bare_pss = _weight(bare)
    how = f"RSS in /proc, {SETTLING:g} s after ready, Socket Mode connected; PSS {{:.0f}} MB"
    return [
        Figure(what="idle memory", value=rss, unit="MB", goal=120, how=how.format(pss)),
        Figure(what="· a bare Bolt app", value=bare_rss, unit="MB", how=f"PSS {bare_pss:.0f} MB"),
    ]


def _start(slack: Program, database_url: str) -> float:
    began = time.perf_counter()
    with breakwater(slack, database_url, until_ready=False) as program:
        return wait_for(program.process, urlsplit(program.url).port or 0, "/readyz") - began


def _weight(program: Program) -> tuple[float, float]:
    """RSS and PSS in MB (10⁶ bytes)."""
    found = {}
    for line in Path(f"/proc/{program.pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in {"Rss", "Pss"}:
            found[name] = int(rest.split()[0]) * 1024 / 1e6
    return found["Rss"], found["Pss"]
