"""`python -m bench`: measure, and print one table. A figure is not a test: the exit status is always 0."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from bench import acks, assets, deciding, impact, intake, long_ledger, oncall, opening, search, start, storm
from bench.figure import Figure
from bench.table import as_json, as_table

Measure = Callable[[argparse.Namespace], Coroutine[Any, Any, list[Figure]]]

#: Entries of the long ledger, where nothing else was asked for.
LONG = 5_000

MEASURES: Mapping[str, Measure] = {
    "opening": lambda asked: opening.measure(
        runs=15 * asked.repeat,
        bursts=5 * asked.repeat,
        at_once=20,
        entries=asked.entries,
        postgresql=asked.postgresql,
    ),
    "acks": lambda asked: acks.measure(
        rounds=8 * asked.repeat, entries=asked.entries, postgresql=asked.postgresql
    ),
    "start": lambda asked: start.measure_start(runs=7 * asked.repeat, postgresql=asked.postgresql),
    "memory": lambda asked: start.measure_memory(postgresql=asked.postgresql),
    "intake": lambda asked: intake.measure(rounds=3 * asked.repeat, seconds=2.0, postgresql=asked.postgresql),
    "deciding": lambda asked: deciding.measure(repeat=asked.repeat, postgresql=asked.postgresql),
    "assets": lambda asked: assets.measure(postgresql=asked.postgresql),
    "search": lambda asked: search.measure(repeat=asked.repeat),
    "impact": lambda asked: impact.measure(repeat=asked.repeat),
    "ledger": lambda asked: long_ledger.measure(
        entries=asked.entries or LONG, repeat=asked.repeat, postgresql=asked.postgresql
    ),
    "storm": lambda asked: storm.measure(
        alerts=asked.alerts, entries=asked.entries, postgresql=asked.postgresql
    ),
    "oncall": lambda asked: oncall.measure(looks=20_000 * asked.repeat, postgresql=asked.postgresql),
}


def main() -> None:
    """Measure what was asked for, and print it."""
    asked = _arguments()
    figures: list[Figure] = []
    for name, measure in MEASURES.items():
        if asked.only in {None, name}:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            figures += asyncio.run(measure(asked))
    print(as_json(figures) if asked.json else f"{as_table(figures)}\n\n{_conditions(asked)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what we promise.")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--only", choices=list(MEASURES), help="one kind of figure")
    parser.add_argument("--postgresql", action="store_true", help="on the tests' PostgreSQL, not SQLite")
    parser.add_argument("--repeat", type=int, default=1, help="so many times the usual repeats")
    parser.add_argument("--alerts", type=int, default=100_000, help="so many make the storm")
    parser.add_argument(
        "--entries",
        type=int,
        default=0,
        help=f"so many has the ledger of an incident that is there (of “ledger” always {LONG:,} or so many)",
    )
    return parser.parse_args()


def _conditions(asked: argparse.Namespace) -> str:
    where = (
        "PostgreSQL (the tests' own, which does not flush)" if asked.postgresql else "SQLite, fully synced"
    )
    long_one = f"An incident is there whose ledger has {asked.entries:,} entries.\n" if asked.entries else ""
    return (
        f"{long_one}× = multiples of one Slack call, here 100 ms (its effect after 50). Database: {where}. "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end.\n"
        "Breakwater, the local Slack and the driver are three processes; the bare app and its Slack are two "
        "more, and they take turns.\n"
        "With a machine to itself the bare app is ready after 2.5 × and done after 6.0 ×, one or twenty at "
        "once: what it lies above that, the machine was busy."
    )


if __name__ == "__main__":
    main()
