"""Killed in whatever call of a response: runbooks, boards, proofs and notices all come, and each once."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from sandbox.faults import Fault
from tests.durability.matrix import SEED
from tests.durability.patience import until
from tests.durability.response import PLAYBOOK, Breach, Response, prepare
from tests.durability.siege import FOR_EVER_MS, Siege, besieged

Lived = Callable[[str, object], None]

#: Before a call took effect at Slack's, and after, before the answer.
_WHEN: Final = ("hang", "hang_after")

#: An act, in which of the calls that follow it, and when.
Deaths = Mapping[str, tuple[int, str]]

#: No act leads to more calls than these; a breach takes back what was said one by one.
_CALLS: Final = 20
_CALLS_OF_BREACH: Final = 32


def _some_deaths(seed: int, count: int) -> Deaths:
    """In so many acts, and in one of the first calls after each, for every act has these."""
    dice = random.Random(SEED + seed)
    return {act: (dice.randrange(2), dice.choice(_WHEN)) for act in dice.sample(Response.acts, count)}


def _every_death() -> list[Deaths]:
    """In each act once, in every call there is; where there are fewer, nobody dies."""
    return [dict.fromkeys(Response.acts, (number, when)) for number in range(_CALLS) for when in _WHEN]


async def _live_through(
    deaths: Deaths, database_url: str, folder: Path, road: type[Response] = Response
) -> list[str]:
    async with besieged(database_url, folder, playbook=PLAYBOOK, programs=0) as siege:
        siege.ahead = folder / "ahead"
        siege.ahead.write_text("0")
        await prepare(siege, database_url)
        await siege.start()
        response = road(siege)
        for act in road.acts:
            fault = _arm(siege, *deaths[act]) if act in deaths else None
            await response.act(act)
            if fault is not None and await _is_caught(siege, fault, response, act):
                await siege.restart()
            await siege.reached(act, lambda act=act: response.has_come(act))  # type: ignore[misc]  # a default binds it
        return response.complaints()


def _arm(siege: Siege, number: int, when: str) -> Fault:
    return siege.sandbox.faults.add("*", when, skip=number, ms=FOR_EVER_MS)


async def _is_caught(siege: Siege, fault: Fault, response: Response, act: str) -> bool:
    """Wait until a call hangs; or until all is done, for there were fewer calls than that."""
    faults = siege.sandbox.faults

    async def is_over() -> bool:
        return fault not in faults.waiting or (response.has_come(act) and siege.record.is_settled())

    await until(
        is_over, f"a call after “{act}” to run into {fault}", within=45, shown=siege.record.what_waits
    )
    if fault in faults.waiting:
        faults.waiting.remove(fault)
        return False
    return True


async def test_killed_in_some_calls_of_a_response_it_loses_and_doubles_nothing(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = _some_deaths(0, 3)

    assert await _live_through(deaths, sqlite_url, tmp_path / "program") == []

    record_property("combinations", len(deaths))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(_every_death())))
async def test_killed_in_every_call_of_a_response_it_loses_and_doubles_nothing(
    number: int, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = _every_death()[number]

    assert await _live_through(deaths, sqlite_url, tmp_path / "program") == []

    record_property("combinations", len(deaths))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 7))
async def test_killed_in_a_response_on_postgresql_it_loses_and_doubles_nothing(
    seed: int, postgres_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = _some_deaths(seed, 5)

    assert await _live_through(deaths, postgres_url, tmp_path / "program") == []

    record_property("combinations", len(deaths))


async def test_killed_in_a_breach_it_leaves_nothing_outside(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = {"is a breach": (7, "hang_after")}

    assert await _live_through(deaths, sqlite_url, tmp_path / "program", Breach) == []

    record_property("combinations", 1)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(_CALLS_OF_BREACH))
@pytest.mark.parametrize("when", _WHEN)
async def test_killed_in_every_call_of_a_breach_it_leaves_nothing_outside(
    number: int, when: str, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    deaths = {"is a breach": (number, when)}

    assert await _live_through(deaths, sqlite_url, tmp_path / "program", Breach) == []

    record_property("combinations", 1)
