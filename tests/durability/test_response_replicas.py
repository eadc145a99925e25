"""Two replicas on one PostgreSQL carry a response, and one of them dies for good: the other finishes it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from models.call import Call
from models.ledger import EntryKind, LedgerEntry
from models.outbox import Standing
from sandbox.control.dump import dump
from tests.durability.breach_road import Breach
from tests.durability.patience import all_of
from tests.durability.response import PLAYBOOK, Response, prepare
from tests.durability.response_voyage import Blow, live_through_deaths
from tests.durability.siege import besieged
from tests.durability.verdict import about_marks, about_parked

Lived = Callable[[str, object], None]

#: Who is called first, and who an hour later.
LEVELS: Final = ["U0GWEN0001", "U0EMIL0001"]

#: Voyages at once, each with two programs.
_AT_ONCE: Final = 2


@pytest.mark.soak
@pytest.mark.parametrize("act", Breach.acts)
async def test_one_of_two_replicas_dies_in_a_breach_and_the_other_finishes(
    act: str, new_postgres: Callable[[], str], tmp_path: Path, record_property: Lived
) -> None:
    await _dies_in(act, Breach, new_postgres, tmp_path, record_property)


@pytest.mark.soak
@pytest.mark.parametrize("act", Response.acts)
async def test_one_of_two_replicas_dies_in_a_response_and_the_other_finishes(
    act: str, new_postgres: Callable[[], str], tmp_path: Path, record_property: Lived
) -> None:
    await _dies_in(act, Response, new_postgres, tmp_path, record_property)


async def _dies_in(
    act: str, road: type[Response], new_postgres: Callable[[], str], folder: Path, record_property: Lived
) -> None:
    """Before its first call took effect, and after."""
    caught: list[Blow] = []
    voyages = [
        live_through_deaths(
            {act: [Blow.death(0, after_effect=after_effect)]},
            new_postgres(),
            folder / f"after-{after_effect}",
            caught,
            road,
            replicas=2,
        )
        for after_effect in (False, True)
    ]

    assert await all_of(voyages, at_once=_AT_ONCE) == []

    record_property("combinations", len(caught))


@pytest.mark.soak
@pytest.mark.parametrize("dies", [0, 1])
async def test_a_replica_dies_between_two_levels_and_each_is_called_once(
    dies: int, postgres_url: str, tmp_path: Path, record_property: Lived
) -> None:
    async with besieged(postgres_url, tmp_path / "town", playbook=PLAYBOOK, programs=0) as siege:
        siege.ahead = tmp_path / "ahead"
        siege.ahead.write_text("0")
        await prepare(siege)
        await siege.start(2)
        response = Response(siege)
        await response.act("declares")
        await siege.reached("the first level", lambda: response.has_come("declares"))
        siege.programs[dies].kill()
        siege.move_clock(minutes=61)
        placed = LedgerEntry.kind == EntryKind.CALL_PLACED
        await siege.reached("the second level", lambda: len(siege.record.rows(LedgerEntry, placed)) >= 2)

        channels = dump(siege.sandbox.board)["channels"]
        parked = siege.record.items(Standing.PARKED)
        assert [*about_marks(channels, siege.record), *about_parked(parked)] == []
        assert len(siege.record.rows(LedgerEntry, placed)) == 2
        assert sorted(each.person_id for each in siege.record.rows(Call)) == sorted(LEVELS)
        record_property("combinations", 1)
