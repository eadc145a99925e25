"""Killed inside any call, before or after its effect: nothing is lost, and nothing comes twice."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.durability.matrix import every_death, some_deaths
from tests.durability.voyage import Death, sail_through_deaths

Lived = Callable[[str, object], None]

#: Voyages at once where they mostly wait for the leases of the dead.
AT_ONCE = 4


@pytest.mark.parametrize("deaths", some_deaths(3), ids=("first", "second", "third"))
async def test_killed_in_every_phase_it_loses_and_doubles_nothing(
    deaths: Sequence[Death], sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    assert await sail_through_deaths(sqlite_url, tmp_path / "program", deaths) == []

    record_property("combinations", len(deaths))


async def test_killed_on_postgresql_its_leases_end_and_nothing_is_lost_or_doubled(
    new_postgres: Callable[[], str], tmp_path: Path, record_property: Lived
) -> None:
    # One death each: a lease takes its time, but several may take theirs at once.
    voyages = [[deaths[place]] for place, deaths in enumerate(some_deaths(3))]

    assert await _sail_all(voyages, new_postgres, tmp_path) == []

    record_property("combinations", len(voyages))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(every_death())))
async def test_killed_in_every_call_it_loses_and_doubles_nothing(
    number: int, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = every_death()[number]

    assert await sail_through_deaths(sqlite_url, tmp_path / "program", deaths) == []

    record_property("combinations", len(deaths))


@pytest.mark.soak
@pytest.mark.parametrize("share", range(4))
async def test_killed_in_every_call_on_postgresql_it_loses_and_doubles_nothing(
    share: int, new_postgres: Callable[[], str], tmp_path: Path, record_property: Lived
) -> None:
    voyages = every_death()[share::4]

    assert await _sail_all(voyages, new_postgres, tmp_path) == []

    record_property("combinations", sum(map(len, voyages)))


async def _sail_all(
    voyages: Sequence[Sequence[Death]], new_database: Callable[[], str], folder: Path
) -> list[str]:
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, deaths: Sequence[Death]) -> list[str]:
        async with at_once:
            return await sail_through_deaths(new_database(), folder / f"program-{number}", deaths)

    ended = await asyncio.gather(*(one(number, deaths) for number, deaths in enumerate(voyages)))
    return [complaint for complaints in ended for complaint in complaints]
