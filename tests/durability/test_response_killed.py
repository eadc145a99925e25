"""Killed in whatever call of a response: runbooks, boards, proofs and notices all come, and each once."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.durability.breach_road import Breach
from tests.durability.patience import all_of
from tests.durability.response import Response
from tests.durability.response_voyage import Blow, Blows, live_through_deaths

Lived = Callable[[str, object], None]

#: Before a call took effect at Slack's, and after, before the answer.
_WHEN: Final = (False, True)

#: No act leads to more calls than these; a breach takes back what was said one by one.
_CALLS: Final = 20
_CALLS_OF_BREACH: Final = 48

#: Voyages at once on PostgreSQL, where they mostly wait for the leases of the dead; and by how many tests.
_AT_ONCE: Final = 4
_SHARES: Final = 10


def _every_death() -> list[Blows]:
    """In each act once, in every call there is; where there are fewer, nobody dies."""
    return [
        {act: [Blow.death(number, after_effect=after_effect)] for act in Response.acts}
        for number in range(_CALLS)
        for after_effect in _WHEN
    ]


def _every_death_of_breach() -> list[Blows]:
    return [
        {"is a breach": [Blow.death(number, after_effect=after_effect)]}
        for number in range(_CALLS_OF_BREACH)
        for after_effect in _WHEN
    ]


async def test_killed_while_owners_are_told_and_in_a_breach_it_leaves_nothing_outside(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    caught: list[Blow] = []
    deaths = {
        "tells owners": [Blow.death(1, after_effect=True)],
        "is a breach": [Blow.death(7, after_effect=True)],
    }

    assert await live_through_deaths(deaths, sqlite_url, tmp_path / "program", caught, Breach) == []

    record_property("combinations", len(caught))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(_every_death())))
async def test_killed_in_every_call_of_a_response_it_loses_and_doubles_nothing(
    number: int, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    caught: list[Blow] = []
    deaths = _every_death()[number]

    assert await live_through_deaths(deaths, sqlite_url, tmp_path / "program", caught) == []

    record_property("combinations", len(caught))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(_every_death_of_breach())))
async def test_killed_in_every_call_of_a_breach_it_leaves_nothing_outside(
    number: int, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    caught: list[Blow] = []
    deaths = _every_death_of_breach()[number]

    assert await live_through_deaths(deaths, sqlite_url, tmp_path / "program", caught, Breach) == []

    record_property("combinations", len(caught))


@pytest.mark.soak
@pytest.mark.parametrize("road", [Response, Breach], ids=["response", "breach"])
@pytest.mark.parametrize("share", range(_SHARES))
async def test_killed_in_every_call_on_postgresql_it_loses_and_doubles_nothing(
    share: int,
    road: type[Response],
    new_postgres: Callable[[], str],
    tmp_path: Path,
    record_property: Lived,
) -> None:
    caught: list[Blow] = []
    plans = (_every_death_of_breach() if road is Breach else _every_death())[share::_SHARES]
    voyages = [
        live_through_deaths(deaths, new_postgres(), tmp_path / f"program-{number}", caught, road)
        for number, deaths in enumerate(plans)
    ]

    assert await all_of(voyages, at_once=_AT_ONCE) == []

    record_property("combinations", len(caught))
