"""Root causes and the repair of data stand in the post-mortem and on the screen of whoever comes late."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.blocks.ledger.catchup import catchup
from bot.causes.answer_cause import answer_cause
from bot.incidents.close_incident import close
from bot.ledger.catch_up import catch_up
from bot.prose import Prose
from bot.repair.hold_retention import ask_hold
from bot.repair.move_backfill import move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from bot.repair.record_window import record_window
from bot.repair.use_meanwhile import use_meanwhile
from bot.review.gather import gather
from models.backfill import BackfillState
from models.bad_window import read_window
from models.cause_walk import Question
from models.vocabulary import Outcome
from tests.builders import ANA, BEN, House


async def _worked_on(house: House) -> int:
    number = await house.declare()
    said = {Question.CODE: "The join has no key", Question.WHY_1: "Nobody tested it"}
    more = {Question.STATEMENT: "The join doubled rows", Question.FAMILY: "logic", Question.REPRODUCED: "yes"}
    await house.act(answer_cause, number, said | more, by_id=ANA)
    bad = read_window("2026-11-16", "2026-11-17", house.clock(), ZoneInfo("UTC"))
    await house.act(record_window, number, "orders", bad, by_id=BEN, known_good="Sunday's load")
    await house.act(use_meanwhile, number, "Monday's report", by_id=BEN)
    planned = [Planned(asset="orders", name="orders"), Planned(asset="revenue", name="revenue")]
    items = await house.act(plan_backfill, number, planned, by_id=ANA)
    await house.act(move_backfill, items[0].id, BackfillState.DONE, by_id=ANA)
    until_at = house.clock() + timedelta(days=9)
    await house.act(ask_hold, number, "raw.orders", until_at, "The only copy", holder_id=BEN, by_id=ANA)
    return number


async def test_a_late_comer_reads_what_it_was_and_how_far_the_repair_is(house: House) -> None:
    number = await _worked_on(house)
    async with house.store.reading() as session:
        said = catchup(await catch_up(session, number, house.clock())).text

    for words in (
        "Root cause C1: The join doubled rows (main cause, logic)",
        "Bad data: orders from 2026-11-16 to 2026-11-17",
        "Use meanwhile Monday's report",
        "Backfill: ▓▓▓▓▓░░░░░ 1 of 2 done",
        "Held: raw.orders until",
    ):
        assert words in said


async def test_the_post_mortem_tells_the_walk_and_the_repair(house: House) -> None:
    number = await _worked_on(house)
    await house.act(close, number, Outcome.FIXED, cause="The join doubled rows", remedy="", by_id=ANA)
    async with house.store.reading() as session:
        record = await gather(session, number, house.clock(), house.store.playbook)
    draft = Prose().postmortem(record)

    for words in (
        "- C1 The join doubled rows (logic, main cause, reproduced)\n  - Code: The join has no key\n",
        "  - Why 1: Nobody tested it",
        "- orders was bad from 2026-11-16 to 2026-11-17; known good: Sunday's load",
        "- Used meanwhile: Monday's report",
        "Computed anew:\n\n- orders: done\n- revenue: to do\n",
    ):
        assert words in draft
