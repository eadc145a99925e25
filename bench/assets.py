"""How long an import of 100,000 assets and 400,000 edges takes, and how quick the lineage answers then.

The command is a process of its own, as people run it, and so is the one that loads the chart and walks.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import lineage_mix
from bench.figure import Figure
from bench.programs import ROOT, database

IMPORT_GOAL = 60
MEDIAN_GOAL = 1_000
HUB_GOAL = 15_000


async def measure(*, postgresql: bool) -> list[Figure]:
    """Import, import again, load, walk."""
    with database(postgresql=postgresql) as database_url, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "manifest.json"
        file.write_text(json.dumps(lineage_mix.manifest()), encoding="utf-8")
        told, first, first_cpu = _import(file, database_url)
        again, second, second_cpu = _import(file, database_url)
        if (told["new"], told["new_edges"]) != (lineage_mix.ASSETS, lineage_mix.EDGES) or again["new"]:
            raise SystemExit(f"bench: the import told of {told}, and then of {again}")
        walks = json.loads(_run(["-m", "bench.walks", database_url], {}))
    size = f"{file.name} of {lineage_mix.ASSETS:,} assets and {lineage_mix.EDGES:,} edges"
    return [
        Figure(
            what="import",
            value=first,
            unit="s",
            goal=IMPORT_GOAL,
            how=f"the whole command, {first_cpu:.0f} s on a processor; {size}",
        ),
        Figure(
            what="· again, nothing changed",
            value=second,
            unit="s",
            how=f"the same command, {second_cpu:.0f} s",
        ),
        *_of_walks(walks),
    ]


def _of_walks(walks: Mapping[str, Any]) -> list[Figure]:
    sizes = f"median {walks['median_size']:.0f} downstream, at most {walks['largest']:,}"
    slowest = f"slowest of 5,000 {walks['slowest'] * 1000:.1f} ms"
    return [
        Figure(
            what="blast radius with depth, median asset",
            value=walks["median"] * 1e6,
            unit="µs",
            goal=MEDIAN_GOAL,
            how=f"{sizes}; {slowest}",
        ),
        Figure(
            what="· a hub, p99",
            value=walks["hub"] * 1e6,
            unit="µs",
            goal=HUB_GOAL,
            how=f"{walks['hub_size']:,} downstream",
        ),
        Figure(
            what="· is the chart still true?",
            value=walks["look"] * 1e6,
            unit="µs",
            how="the query that each look-up makes",
        ),
        Figure(what="· chart", value=walks["load"], unit="s", how="loaded at the first look after a change"),
        Figure(
            what="· memory of the chart", value=walks["memory"], unit="MB", how="in each process that asks"
        ),
    ]


def _import(file: Path, database_url: str) -> tuple[dict[str, Any], float, float]:
    """What it told, and how long it took, on the wall and on a processor."""
    began, cpu = time.perf_counter(), _cpu()
    written = _run(["-m", "bot.cli", "assets", "import", str(file), "--json"], {"DATABASE_URL": database_url})
    took = time.perf_counter() - began
    told: dict[str, Any] = json.loads(written)["imported"][0]
    return told, took, _cpu() - cpu


def _cpu() -> float:
    """Seconds that our processes that have ended were at work."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(arguments: list[str], more: Mapping[str, str]) -> str:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    done = subprocess.run(
        [sys.executable, *arguments], env=environ, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: {arguments} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout
