"""Killed at any instant, inside a call or between two: nothing is lost, and nothing comes twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.interrupted import die_before_the_work
from tests.durability.matrix import every_death, some_deaths, some_moments
from tests.durability.patience import all_of
from tests.durability.test_replicas import a_replica_dies
from tests.durability.voyage import sail_through_deaths

Lived = Callable[[str, object], None]

#: Voyages at once where they mostly wait for the leases of the dead.
AT_ONCE = 4

#: Voyages of the soak in which the deaths come between calls.
MOMENTS = 12


async def test_killed_in_every_phase_it_loses_and_doubles_nothing(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    [deaths] = some_deaths(1)

    assert await sail_through_deaths(sqlite_url, tmp_path / "program", deaths) == []

    record_property("combinations", len(deaths))


@pytest.mark.postgresql
async def test_killed_on_postgresql_its_leases_end_and_nothing_is_lost_or_doubled(
    new_postgres: Callable[[], str], tmp_path: Path, record_property: Lived
) -> None:
    # One death each: a lease takes its time, but several may take theirs at once.
    _, first, second = some_deaths(3)
    voyages = [
        sail_through_deaths(new_postgres(), tmp_path / "opening", first[:1]),
        sail_through_deaths(new_postgres(), tmp_path / "closing", second[3:4]),
        die_before_the_work(new_postgres(), tmp_path / "stored"),
        a_replica_dies(2, new_postgres(), tmp_path / "replicas"),
    ]

    assert await all_of(voyages, at_once=AT_ONCE) == []

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
@pytest.mark.parametrize("seed", range(MOMENTS))
async def test_killed_between_calls_it_loses_and_doubles_nothing(
    seed: int, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = some_moments(seed)

    assert await sail_through_deaths(sqlite_url, tmp_path / "program", deaths) == []

    record_property("combinations", len(deaths))


@pytest.mark.soak
@pytest.mark.parametrize("share", range(4))
async def test_killed_in_every_call_on_postgresql_it_loses_and_doubles_nothing(
    share: int, new_postgres: Callable[[], str], tmp_path: Path, record_property: Lived
) -> None:
    plans = [*every_death()[share::4], some_moments(share)]
    voyages = [
        sail_through_deaths(new_postgres(), tmp_path / f"program-{number}", deaths)
        for number, deaths in enumerate(plans)
    ]

    assert await all_of(voyages, at_once=AT_ONCE) == []

    record_property("combinations", sum(map(len, plans)))
