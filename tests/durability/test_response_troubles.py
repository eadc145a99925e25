"""Slack fails in any call of a response or a breach, in any way: all comes in the end, and each once."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from bot.outbox import queue, runner
from tests.durability.breach_road import Breach
from tests.durability.matrix import KINDS, SEED
from tests.durability.response import Response
from tests.durability.response_voyage import Blow, Blows, live_through_troubles

Lived = Callable[[str, object], None]

#: Of the calls that an act leads to, every fourth one fails; a call never fails twice in a row.
_APART: Final = 4

#: No act leads to more calls than these.
_CALLS: Final = 20
_CALLS_OF_BREACH: Final = 48


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are what they are for, and take time; there are hundreds of them here."""
    monkeypatch.setattr(queue, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(runner, "LOOK_EVERY", 0.1)


def _troubles(acts: Sequence[str], calls: int, number: int) -> Blows:
    """One voyage of `_VOYAGES`; in all of them each kind of fault comes in each call."""
    first, turn = number % _APART, number // _APART
    blows = [Blow(call, *KINDS[(call + turn) % len(KINDS)]) for call in range(first, calls, _APART)]
    return dict.fromkeys(acts, blows)


_VOYAGES: Final = _APART * len(KINDS)


@pytest.mark.slow
async def test_faults_in_a_breach_lose_and_double_nothing(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    caught: list[Blow] = []
    troubles = _troubles(["is a breach"], _CALLS_OF_BREACH, random.Random(SEED).randrange(_VOYAGES))

    assert await live_through_troubles(troubles, sqlite_url, tmp_path / "here", caught, Breach) == []

    record_property("combinations", len(caught))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(_VOYAGES))
async def test_every_fault_in_every_call_of_a_response_loses_and_doubles_nothing(
    number: int, database_url: str, tmp_path: Path, record_property: Lived
) -> None:
    caught: list[Blow] = []
    troubles = _troubles(Response.acts, _CALLS, number)
    doubled = number % 2 == 1

    assert (
        await live_through_troubles(troubles, database_url, tmp_path / "here", caught, doubled=doubled) == []
    )

    record_property("combinations", len(caught))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(_VOYAGES))
async def test_every_fault_in_every_call_of_a_breach_loses_and_doubles_nothing(
    number: int, database_url: str, tmp_path: Path, record_property: Lived
) -> None:
    caught: list[Blow] = []
    troubles = _troubles(["is a breach"], _CALLS_OF_BREACH, number)

    assert await live_through_troubles(troubles, database_url, tmp_path / "here", caught, Breach) == []

    record_property("combinations", len(caught))
