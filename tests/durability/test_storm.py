"""Killed in the middle of a storm: what was acknowledged is there once, decided once, and said once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.hail import die_in_a_storm

Lived = Callable[[str, object], None]


@pytest.mark.slow
async def test_killed_in_a_storm_it_decides_once_what_it_acknowledged(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    assert await die_in_a_storm(sqlite_url, tmp_path / "town", bodies=48, deaths=2) == []

    record_property("combinations", 2)


@pytest.mark.soak
async def test_killed_again_and_again_in_a_large_storm_it_decides_once_what_it_acknowledged(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    assert await die_in_a_storm(sqlite_url, tmp_path / "town", bodies=1_200, deaths=10) == []

    record_property("combinations", 10)


@pytest.mark.soak
@pytest.mark.parametrize(("bodies", "deaths"), [(120, 2), (1_200, 8)])
async def test_replicas_killed_in_a_storm_decide_once_what_they_acknowledged(
    bodies: int, deaths: int, postgres_url: str, tmp_path: Path, record_property: Lived
) -> None:
    wrong = await die_in_a_storm(postgres_url, tmp_path / "town", bodies=bodies, deaths=deaths, replicas=2)
    assert wrong == []

    record_property("combinations", deaths)
