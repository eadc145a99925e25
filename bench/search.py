"""How quickly an asset is found by a name with a slip in it, and how often it is among the first twenty."""

import gc
import random
import string
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from resource import getpagesize
from typing import Final

from bench.asset_names import asset_names
from bench.figure import Figure, percentile
from bot.assets.search.index import Named, SearchIndex

ASSETS: Final = 100_000
QUERIES: Final = 400

#: Of each query the quickest of so many tries counts: what else the machine does meanwhile is not ours.
TRIES: Final = 3

LETTERS: Final = string.ascii_lowercase + string.digits + "_"

Slip = Callable[[str, random.Random], str]


def _deletion(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _insertion(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name) + 1)
    return name[:at] + chance.choice(LETTERS) + name[at:]


def _substitution(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(LETTERS.replace(name[at], "")) + name[at + 1 :]


def _transposition(name: str, chance: random.Random) -> str:
    places = [at for at in range(len(name) - 1) if name[at] != name[at + 1]]
    at = chance.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


SLIPS: Final[Mapping[str, Slip]] = {
    "deletion": _deletion,
    "insertion": _insertion,
    "substitution": _substitution,
    "transposition": _transposition,
}

#: What people type of `analytics.finance_stg.stg_orders_daily`.
WAYS: Final[Mapping[str, Callable[[Named], str]]] = {
    "the name": lambda named: named.name,
    "schema and name": lambda named: named.full.partition(".")[2],
    "all of it": lambda named: named.full,
    "its words": lambda named: named.name.replace("_", " "),
}


async def measure(*, repeat: int) -> list[Figure]:
    """Build the index, and ask it for names in every way with every slip."""
    named = asset_names(ASSETS)
    gc.collect()
    before, began = _memory(), time.perf_counter()
    index = SearchIndex(named)
    took = time.perf_counter() - began
    weight = _memory() - before
    chance = random.Random(7)
    found: dict[str, float] = {}
    seconds: list[float] = []
    for name, slip in SLIPS.items():
        found[name], took_each = _ask(index, named, slip, QUERIES * repeat, chance)
        seconds += took_each
    return [*_figures(found, seconds), *_cost(took, weight)]


def _ask(
    index: SearchIndex, named: Sequence[Named], slip: Slip, queries: int, chance: random.Random
) -> tuple[float, list[float]]:
    """How many percent were among the first twenty, and how long each took."""
    ways = list(WAYS.values())
    hits = 0
    seconds = []
    for number in range(queries):
        wanted = chance.choice(named)
        query = slip(ways[number % len(ways)](wanted), chance)
        seconds.append(min(_time(index, query) for _ in range(TRIES)))
        hits += wanted.asset_id in index.find(query, 20)
    return 100 * hits / queries, seconds


def _time(index: SearchIndex, query: str) -> float:
    began = time.perf_counter()
    index.find(query, 20)
    return time.perf_counter() - began


def _figures(found: Mapping[str, float], seconds: Sequence[float]) -> list[Figure]:
    asked = f"{len(seconds):,} names with one slip among {ASSETS:,}; typed as {', '.join(WAYS)}"
    quick = Figure(
        what="asset search, p99",
        value=percentile(seconds, 99) * 1000,
        unit="ms",
        goal=15,
        how=f"{asked}; the quickest of {TRIES} tries each; median {percentile(seconds, 50) * 1000:.1f} ms",
    )
    right = Figure(
        what="· the right one among the first 20",
        value=sum(found.values()) / len(found),
        unit="%",
        goal=90,
        at_least=True,
        how=", ".join(f"{name} {percent:.1f} %" for name, percent in found.items()),
    )
    return [quick, right]


def _cost(took: float, weight: float) -> list[Figure]:
    return [
        Figure(what="· its index, made", value=took, unit="s", how="once after an import, in a thread"),
        Figure(what="· its index, kept", value=weight, unit="MB", how="RSS; nothing without assets"),
    ]


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * getpagesize() / 1e6
