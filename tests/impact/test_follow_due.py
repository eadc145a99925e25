"""The look: who is second finds it done, what is odd holds up no other, and the newest comes first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.impact import follow_due as looking
from bot.impact.follow_due import TRY_AGAIN_AFTER, follow_due
from bot.remembered import Remembered
from models.outbox import OutboxItem
from models.place import Place
from tests.impact.conftest import Reaching
from tests.impact.lineage import ASSETS, asset, tell_of


async def _due(reaching: Reaching) -> dict[int, Any]:
    async with reaching.house.store.reading() as session:
        places = [await session.get_one(Place, number) for number in (1, 2)]
        return {place.incident_id: place.impact_look_at for place in places}


async def test_the_newest_comes_first_and_the_others_wait_for_their_turn(reaching: Reaching) -> None:
    await reaching.house.declare("One", asset="orders")
    await reaching.house.declare("Two", asset="orders")
    assert await follow_due(reaching.office.desk, room=1) == 1
    assert await _due(reaching) == {1: reaching.house.clock(), 2: None}
    assert await follow_due(reaching.office.desk, room=1) == 1
    assert await follow_due(reaching.office.desk, room=1) == 0
    assert len(await reaching.house.all_of(OutboxItem, kind="post_impact")) == 2


async def test_what_is_odd_in_one_is_tried_again_and_holds_up_no_other(
    reaching: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reaching.house.declare("One", asset="orders")
    await reaching.house.declare("Two", asset="orders")
    usual = looking.read_said

    async def odd(session: Any, incident_id: int) -> Any:
        if incident_id == 2:
            raise ValueError("odd")
        return await usual(session, incident_id)

    monkeypatch.setattr(looking, "read_said", odd)
    await follow_due(reaching.office.desk)
    assert await _due(reaching) == {1: None, 2: reaching.house.clock() + TRY_AGAIN_AFTER}


async def test_what_changes_during_a_look_is_looked_at_once_more(
    reaching: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reaching.house.declare("One", asset="orders")
    await reaching.house.declare("Two", asset="orders")
    usual = looking.read_said
    later = reaching.house.clock() + timedelta(seconds=1)

    async def interrupted(session: Any, incident_id: int) -> Any:
        said = await usual(session, incident_id)
        if incident_id == 1:
            async with reaching.house.store.unit() as uow:
                (await uow.session.get_one(Place, 1)).impact_look_at = later
        return said

    monkeypatch.setattr(looking, "read_said", interrupted)
    await follow_due(reaching.office.desk)
    assert await _due(reaching) == {1: later, 2: None}


async def test_what_another_replica_imports_during_a_look_is_looked_at_by_that(
    reaching: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reaching.look()
    await reaching.house.declare("One", asset="orders")
    await reaching.house.declare("Two", asset="orders")
    other, usual, during = replace(reaching.office.desk), looking.read_said, []

    async def interrupted(session: Any, incident_id: int) -> Any:
        if not during:
            during.append(incident_id)
            reaching.house.clock.advance(seconds=1)
            await tell_of(reaching.house.store, [*ASSETS, asset("invoices")])
            await follow_due(other, room=0)  # it asks for all by the new lineage, and looks at none yet
        return await usual(session, incident_id)

    monkeypatch.setattr(looking, "read_said", interrupted)
    await follow_due(reaching.office.desk)

    assert await _due(reaching) == {1: reaching.house.clock(), 2: reaching.house.clock()}
    await reaching.look()
    assert await _due(reaching) == {1: None, 2: None}


async def test_a_replica_whose_lineage_is_older_leaves_what_is_asked_for_by_newer(
    reaching: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reaching.look()
    await reaching.house.declare("One", asset="orders")
    await reaching.house.declare("Two", asset="orders")
    other, usual = replace(reaching.office.desk), looking._newest

    async def overtaken(desk: Any) -> Any:
        chart = await usual(desk)
        if desk is not other:
            await tell_of(reaching.house.store, [*ASSETS, asset("invoices")])
            await follow_due(other, room=0)
        return chart

    monkeypatch.setattr(looking, "_newest", overtaken)

    assert await follow_due(reaching.office.desk) == 0
    assert None not in (await _due(reaching)).values()


async def test_what_was_worked_out_is_kept_for_the_last_that_asked() -> None:
    remembered, asked = Remembered(most=2), []

    def work(name: str) -> Any:
        return lambda: asked.append(name) or name.upper()

    for name in ("a", "b", "a", "c", "a", "b"):
        assert await remembered.work(name, work(name)) == name.upper()
    assert asked == ["a", "b", "c", "b"]
