"""What of a backfill is nobody's: who leads is asked who takes it, until somebody does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.outbox.deliveries.repair.texts import READ_ANEW
from bot.outbox.delivery import Skip
from bot.playbook import parse_playbook
from bot.repair.move_backfill import assign_backfill, move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from bot.repair.read_backfill import backfill_of
from bot.repair.remind_backfills import remind_backfills
from bot.stages.pause import pause
from bot.stages.resume import resume
from models.backfill import BackfillState
from models.backfill_item import BackfillItem
from models.errors import NotFound, NothingToChange
from models.ledger import EntryKind
from models.vocabulary import Outcome, Role
from tests.builders import ANA, BEN, DIA, House, open_house

ASKED = "backfill_nobodys"


async def _plan(house: House, number: int, *names: str, by_id: str = ANA) -> list[BackfillItem]:
    planned = [Planned(asset=name, name=name) for name in names]
    items: list[BackfillItem] = await house.act(plan_backfill, number, planned, by_id=by_id)
    return items


async def _words(house: House, number: int, **facts: Any) -> str:
    async with house.store.reading() as session:
        return (await READ_ANEW[ASKED](number, facts, session)).text


async def test_who_leads_is_asked_at_once_and_again_each_working_day(house: House) -> None:
    number = await house.declare()
    await _plan(house, number, "orders", "revenue", by_id=BEN)
    assert await house.said(ASKED) == [{"what": ASKED}]
    assert f"nobody here sees to 2 things. <@{BEN}>, who takes them?" in _one_line(
        await _words(house, number)
    )

    await house.act(assign, number, Role.COMMANDER, DIA, by_id=ANA)
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    assert await remind_backfills(house.store) == 0
    for days in (1, 2):
        house.clock.advance(days=1)
        assert await remind_backfills(house.store) == 1
        assert len(await house.said(ASKED)) == 1 + days
    asked = _one_line(await _words(house, number, again=True))
    assert f"still nobody here sees to 2 things. <@{DIA}>, who takes them?" in asked


async def test_all_of_it_is_given_to_one_person_at_once_who_is_told_once(house: House) -> None:
    number = await house.declare()
    orders, revenue, churn = await _plan(house, number, "orders", "revenue", "churn")
    await house.act(assign_backfill, orders.id, DIA, by_id=ANA, also=[revenue.id])

    assert [each.intent["to_id"] for each in await house.waiting("tell_backfill")] == [DIA]
    given = await house.entries(EntryKind.BACKFILL_ASSIGNED)
    assert [each.detail["meant"] for each in given] == ["orders", "revenue"]
    assert "nobody here sees to 1 thing." in await _words(house, number)
    await house.act(assign_backfill, orders.id, DIA, by_id=ANA, also=[churn.id])
    assert len(await house.entries(EntryKind.BACKFILL_ASSIGNED)) == 3
    with pytest.raises(NothingToChange, match="All of it is theirs already"):
        await house.act(assign_backfill, orders.id, DIA, by_id=ANA, also=[churn.id])
    with pytest.raises(Skip, match="somebody sees to all of it"):
        await _words(house, number)
    house.clock.advance(days=2)
    await remind_backfills(house.store)
    assert len(await house.said(ASKED)) == 1


async def test_what_two_incidents_planned_is_given_at_once_where_they_became_one(house: House) -> None:
    first, second = await house.declare(), await house.declare("The same")
    [orders] = await _plan(house, second, "orders")
    [revenue] = await _plan(house, first, "revenue")
    await house.act(merge, second, first, by_id=ANA)
    await house.act(assign_backfill, orders.id, DIA, by_id=ANA, also=[revenue.id])

    given = await house.entries(EntryKind.BACKFILL_ASSIGNED)
    assert [(each.incident_id, each.detail["meant"]) for each in given] == [(1, "revenue"), (2, "orders")]
    [told] = await house.waiting("tell_backfill")
    assert (told.incident_id, told.intent["to_id"]) == (first, DIA)
    with pytest.raises(NotFound):
        await house.act(assign_backfill, 99, DIA, by_id=ANA)


async def test_whoever_runs_what_is_nobodys_has_taken_it(house: House) -> None:
    number = await house.declare()
    orders, revenue = await _plan(house, number, "orders", "revenue")
    await house.act(move_backfill, orders.id, BackfillState.RUNNING, by_id=BEN)
    await house.act(move_backfill, revenue.id, BackfillState.DONE, by_id=BEN)

    async with house.store.reading() as session:
        owners = {each.name: each.owner_id for each in (await backfill_of(session, number)).lines}
    assert owners == {"orders": BEN, "revenue": None}
    [taken] = await house.entries(EntryKind.BACKFILL_ASSIGNED)
    assert (taken.actor_id, taken.detail["person"]) == (BEN, BEN)
    house.clock.advance(days=1)
    await remind_backfills(house.store)
    assert [each.intent["to_id"] for each in await house.waiting("tell_backfill")] == [BEN]
    assert len(await house.said(ASKED)) == 1


async def test_a_pause_puts_it_off_and_a_drill_is_not_chased(house: House) -> None:
    number, drill = await house.declare(), await house.declare(is_drill=True)
    await _plan(house, number, "orders")
    await _plan(house, drill, "orders")
    await house.act(pause, number, house.clock() + timedelta(days=5), "the vendor looks", by_id=ANA)
    house.clock.advance(days=4)
    assert await remind_backfills(house.store) == 2
    assert await remind_backfills(house.store) == 0

    assert len(await house.said(ASKED)) == 2
    await house.act(resume, number, by_id=ANA)
    house.clock.advance(days=2)
    await remind_backfills(house.store)
    assert [each.incident_id for each in await house.waiting("say", what=ASKED)] == [number, drill, number]


@pytest.fixture
async def unasked(database_url: str) -> AsyncIterator[House]:
    playbook = parse_playbook("backfills: {remind_every: null}", "breakwater.yaml")
    async with open_house(database_url, playbook=playbook) as house:
        yield house


async def test_where_the_playbook_reminds_nobody_it_is_asked_once(unasked: House) -> None:
    await _plan(unasked, await unasked.declare(), "orders")
    unasked.clock.advance(days=9)

    assert await remind_backfills(unasked.store) == 0
    assert len(await unasked.said(ASKED)) == 1


def _one_line(text: str) -> str:
    return " ".join(text.split())
