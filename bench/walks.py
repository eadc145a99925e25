"""`python -m bench.walks DATABASE_URL`: load the chart in a process of its own, walk in it, print JSON."""

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from bench.figure import median, percentile
from bench.lineage_mix import HUB
from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from bot.database import open_engine, open_reading
from bot.serve import settle_memory

_STARTS = 5_000
_FROM_THE_HUB = 500


async def main(database_url: str) -> dict[str, Any]:
    """Everything that the walks show."""
    settle_memory()
    engine = open_engine(database_url)
    reading = open_reading(engine)
    atlas = Atlas(reading, {})
    async with reading() as session:
        before, began = _memory(), time.perf_counter()
        chart = await atlas.chart(session)
        loaded, memory = time.perf_counter() - began, _memory() - before
        looks = []
        for _ in range(200):
            began = time.perf_counter()
            await atlas.chart(session)
            looks.append(time.perf_counter() - began)
    await engine.dispose()
    return {"load": loaded, "memory": memory, "look": median(looks), **_walks(chart)}


def _walks(chart: Chart) -> dict[str, Any]:
    starts = random.Random(1).sample([asset.id for asset in chart.assets], _STARTS)
    times, sizes = zip(*(_walk(chart, start) for start in starts), strict=True)
    hub = chart.find(HUB)
    assert hub is not None
    from_hub, hub_sizes = zip(*(_walk(chart, hub.id) for _ in range(_FROM_THE_HUB)), strict=True)
    return {
        "median": median(times),
        "slowest": max(times),
        "median_size": median(sizes),
        "largest": max(sizes),
        "hub": percentile(from_hub, 99),
        "hub_size": hub_sizes[0],
    }


def _walk(chart: Chart, start: int) -> tuple[float, int]:
    began = time.perf_counter()
    reached = chart.downstream(start)
    return time.perf_counter() - began, len(reached)


def _memory() -> float:
    """What the process holds, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1]))))
