"""Slack fails in any call, in any way: nothing is lost, and nothing comes twice."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from bot.outbox import queue, runner
from tests.durability.matrix import every_trouble, some_troubles
from tests.durability.voyage import Trouble, sail_through_troubles

Lived = Callable[[str, object], None]


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are what they are for, and take time; there are hundreds of them here."""
    monkeypatch.setattr(queue, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(runner, "LOOK_EVERY", 0.1)


async def test_a_fault_in_every_call_and_everything_delivered_twice_loses_and_doubles_nothing(
    new_sqlite: Callable[[], str], new_postgres: Callable[[], str], record_property: Lived
) -> None:
    databases = [new_sqlite(), new_postgres()]
    voyages = some_troubles()

    wrong = await asyncio.gather(
        *(
            sail_through_troubles(url, troubles, doubled=True)
            for url, troubles in zip(databases, voyages, strict=True)
        )
    )

    assert wrong == [[], []]
    record_property("combinations", sum(map(len, voyages)))


@pytest.mark.soak
@pytest.mark.parametrize("troubles", every_trouble(), ids=lambda troubles: troubles[0].kind)
async def test_every_fault_in_every_call_loses_and_doubles_nothing(
    troubles: Sequence[Trouble], database_url: str, record_property: Lived
) -> None:
    assert await sail_through_troubles(database_url, troubles) == []

    record_property("combinations", len(troubles))
