"""The database goes away in the middle of the work: nothing is lost, and nothing comes twice."""

import asyncio
from collections.abc import Callable

import psycopg
import pytest

from tests.durability.siege import Siege, besieged_here
from tests.durability.steps import PHASES
from tests.durability.story import Story
from tests.durability.verdict import complaints

#: How often the program's connections are cut after each thing that people do.
CUTS = 12


@pytest.mark.soak
async def test_cut_off_from_postgresql_again_and_again_it_loses_and_doubles_nothing(
    postgres_url: str, record_property: Callable[[str, object], None]
) -> None:
    async with besieged_here(postgres_url) as siege:
        siege.sandbox.faults.set_latency(20)
        story = Story(siege.people)
        for phase in PHASES:
            await story.act(phase)
            await _cut(siege, postgres_url)
            await siege.settled(phase)
            if phase != "closing":
                assert complaints(siege.sandbox, siege.record, phase) == []
        record_property("combinations", CUTS * len(PHASES))


async def _cut(siege: Siege, database_url: str) -> None:
    """All connections but ours, as often as the program comes back."""
    cut_off = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        for _ in range(CUTS):
            await connection.execute(cut_off)
            await asyncio.sleep(0.03)  # the next cut is to meet the next attempt, whatever that is
