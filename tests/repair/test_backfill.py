"""The backfill plan: what is computed anew, the nearest first; each owner is told once of theirs."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.repair.backfill import backfill_board
from bot.blocks.repair.views import BackfillView
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.outbox.deliveries.every import KINDS
from bot.repair.move_backfill import assign_backfill, move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned, planned_by_name, proposed_backfill
from bot.repair.read_backfill import backfill_of
from bot.repair.remind_backfills import remind_backfills
from bot.stages.pause import pause
from bot.stages.resume import resume
from models.backfill import BackfillState
from models.backfill_item import BackfillItem
from models.errors import FieldRefused, NotFound, NothingToChange
from models.ledger import EntryKind
from models.vocabulary import Outcome
from tests.builders import ANA, BEN, DIA, House, Office, open_office
from tests.impact.lineage import playbook, tell_of

FINANCE = "C0FINANCE1"
RUNNING, DONE, NOT_NEEDED = BackfillState.RUNNING, BackfillState.DONE, BackfillState.NOT_NEEDED


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    kinds = [kind for kind in KINDS if kind.kind in {"tell_backfill", "post_in_thread", "edit_in_thread"}]
    async with open_office(database_url, *kinds, playbook=playbook()) as office:
        await office.desk.directory.read_people()
        await office.desk.chat.call("conversations.join", channel=FINANCE)
        await tell_of(office.house.store)
        yield office


async def _proposed(office: Office, number: int) -> list[Planned]:
    async with office.house.store.reading() as session:
        return list(await proposed_backfill(office.desk, session, number))


async def _plan(office: Office, number: int, by_id: str = ANA) -> list[BackfillItem]:
    proposed = await _proposed(office, number)
    items: list[BackfillItem] = await office.house.act(plan_backfill, number, proposed, by_id=by_id)
    return items


async def _read(house: House, number: int) -> BackfillView:
    async with house.store.reading() as session:
        return await backfill_of(session, number)


async def _told(office: Office, channel_id: str) -> list[dict[str, Any]]:
    return [each for each in await office.messages(channel_id) if not each.get("subtype")]


async def _incident(office: Office, **more: Any) -> tuple[int, str]:
    number = await office.house.declare(asset="stg_orders", **more)
    channel_id = await office.open_channel(number, name=f"inc-{number}")
    return number, channel_id


async def test_it_proposes_what_fails_and_all_downstream_the_nearest_first(office: Office) -> None:
    number, _ = await _incident(office)

    assert [(each.name, each.depth, each.owner_id) for each in await _proposed(office, number)] == [
        ("stg_orders", 0, None),
        ("orders", 1, FINANCE),
        ("churn", 2, DIA),
        ("revenue", 2, FINANCE),
        ("bank_file", 3, None),
        ("board_pack", 3, FINANCE),
    ]


async def test_each_owner_is_told_once_of_all_that_is_theirs(office: Office) -> None:
    number, channel_id = await _incident(office)
    await _plan(office, number)
    await office.deliver()

    [told] = await _told(office, FINANCE)
    assert "3 things of your team's to compute anew" in told["text"]
    assert f"<#{channel_id}>" in told["text"]
    [told] = await office.direct_messages(DIA)
    assert "One thing of yours" in told["text"]
    [orders] = [each for each in await office.house.all_of(BackfillItem) if each.name == "churn"]
    await office.house.act(assign_backfill, orders.id, BEN, by_id=ANA)
    await office.house.act(assign_backfill, orders.id, DIA, by_id=BEN)
    await office.deliver()
    assert len(await office.direct_messages(DIA)) == 2
    assert len(await _told(office, FINANCE)) == 1


async def test_whoever_plans_it_need_not_be_told(office: Office) -> None:
    number, _ = await _incident(office)
    await _plan(office, number, by_id=DIA)

    assert [each.intent["to_id"] for each in await office.house.waiting("tell_backfill")] == [FINANCE]


async def test_a_drill_tells_nobody_and_a_private_one_its_members_alone(office: Office) -> None:
    drill, _ = await _incident(office, is_drill=True)
    await _plan(office, drill)
    assert await office.house.waiting("tell_backfill") == []

    private, channel_id = await _incident(office, is_private=True)
    await office.house.joined(channel_id, DIA)
    items = await _plan(office, private)
    with pytest.raises(FieldRefused, match=f"is private, and <@{BEN}> is not in its channel"):
        await office.house.act(assign_backfill, items[0].id, BEN, by_id=DIA)
    await office.deliver()
    assert len(await office.direct_messages(DIA)) == 1
    assert await _told(office, FINANCE) == []


async def test_the_bar_grows_on_one_message_until_it_is_over(office: Office) -> None:
    house = office.house
    number, _ = await _incident(office)
    items = await _plan(office, number)
    await office.deliver()
    await house.act(move_backfill, items[0].id, RUNNING, by_id=BEN)
    for item in items[1:]:
        await house.act(move_backfill, item.id, DONE if item.name != "churn" else NOT_NEEDED, by_id=BEN)
    await office.deliver()

    view = await _read(house, number)
    assert view.progress.words == "4 of 5 done, 1 running, 1 not needed"
    assert [each.name for each in view.open_lines] == ["stg_orders"]
    assert "▓▓▓▓▓▓▓▓░░ 4 of 5 done" in backfill_board(view).text
    assert await house.said("backfill_over") == []
    await house.act(move_backfill, items[0].id, DONE, by_id=BEN)
    assert len(await house.said("backfill_over")) == 1
    with pytest.raises(NothingToChange, match="stg_orders is done already"):
        await house.act(move_backfill, items[0].id, DONE, by_id=BEN)
    moved = await house.entries(EntryKind.BACKFILL_MOVED)
    assert (moved[0].detail["meant"], moved[0].detail["after"]) == ("stg_orders", "running")


async def test_more_is_added_by_any_name_and_nothing_twice(office: Office) -> None:
    house = office.house
    number, _ = await _incident(office)
    await _plan(office, number)
    assert await _proposed(office, number) == []
    with pytest.raises(FieldRefused):
        await house.act(plan_backfill, number, [], by_id=ANA)
    named = await planned_by_name(office.desk, ["REVENUE", "the board's  spreadsheet"])
    await house.act(plan_backfill, number, named, by_id=ANA)

    lines = (await _read(house, number)).lines
    assert [(each.name, each.depth) for each in lines][-1] == ("the board's spreadsheet", None)
    assert len(lines) == 7
    with pytest.raises(NothingToChange):
        await house.act(plan_backfill, number, named, by_id=ANA)
    many = await planned_by_name(office.desk, [f"table_{each}" for each in range(200)])
    with pytest.raises(FieldRefused, match="has room for 200"):
        await house.act(plan_backfill, number, many, by_id=ANA)


async def test_an_owner_is_asked_once_a_working_day_of_all_of_theirs_that_is_open(office: Office) -> None:
    house = office.house
    number, _ = await _incident(office)
    items = {each.name: each for each in await _plan(office, number)}
    await office.deliver()
    house.clock.advance(hours=2)
    await house.act(move_backfill, items["revenue"].id, DONE, by_id=BEN)
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    assert await remind_backfills(house.store) == 0

    house.clock.advance(days=1)
    assert await remind_backfills(house.store) == 1
    assert await remind_backfills(house.store) == 0
    await office.deliver()
    asked = (await _told(office, FINANCE))[-1]["text"]
    assert "2 things of your team's still to compute anew. How far is it?" in asked
    assert "revenue" not in asked
    assert "One thing of yours still" in (await office.direct_messages(DIA))[-1]["text"]

    for name in ("orders", "board_pack"):
        await house.act(move_backfill, items[name].id, NOT_NEEDED, by_id=BEN)
    house.clock.advance(days=2)
    await remind_backfills(house.store)
    assert [each.intent["to_id"] for each in await house.waiting("tell_backfill")] == [DIA]


async def test_while_it_is_paused_and_in_a_drill_nobody_is_asked(office: Office) -> None:
    house = office.house
    number, _ = await _incident(office)
    await _plan(office, number)
    await house.act(pause, number, house.clock() + timedelta(days=5), "the vendor looks", by_id=ANA)
    drill, _ = await _incident(office, is_drill=True)
    await _plan(office, drill)
    await office.deliver()

    house.clock.advance(days=4)
    await remind_backfills(house.store)
    assert await house.waiting("tell_backfill") == []
    await house.act(resume, number, by_id=ANA)
    house.clock.advance(days=1)
    await remind_backfills(house.store)
    assert {each.intent["to_id"] for each in await house.waiting("tell_backfill")} == {FINANCE, DIA}


async def test_what_two_incidents_planned_is_asked_once_where_they_became_one(office: Office) -> None:
    house = office.house
    first, second = (await _incident(office))[0], (await _incident(office, title="The same"))[0]
    await _plan(office, first)
    await house.act(plan_backfill, second, await planned_by_name(office.desk, ["extra"]), by_id=ANA)
    [extra] = [each for each in await house.all_of(BackfillItem) if each.name == "extra"]
    await house.act(assign_backfill, extra.id, DIA, by_id=ANA)
    await house.act(merge, second, first, by_id=ANA)
    await office.deliver()

    house.clock.advance(days=1)
    await remind_backfills(house.store)
    assert [each.intent["to_id"] for each in await house.waiting("tell_backfill")].count(DIA) == 1


async def test_it_goes_on_after_the_close_and_after_a_merge(office: Office) -> None:
    house = office.house
    first, second = await house.declare(), await house.declare("The same", asset="stg_orders")
    items = await _plan(office, second)
    await house.act(merge, second, first, by_id=ANA)
    await house.act(close, first, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    await house.act(move_backfill, items[0].id, DONE, by_id=BEN)

    view = await _read(house, first)
    assert (view.progress.done, view.progress.needed) == (1, 6)
    with pytest.raises(NotFound):
        await house.act(move_backfill, 99, DONE, by_id=BEN)
