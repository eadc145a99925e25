"""A late-comer reads on one screen where it stands, who, what is known, what was tried and what is next."""

from bot.blocks.ledger.catchup import catchup
from bot.incidents.assign_role import assign
from bot.ledger.add_entry import add_entry
from bot.ledger.catch_up import catch_up
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.step_change import step_change
from bot.updates.post_update import post_update
from models.change import ChangeState, ChangeStep
from models.hypothesis import Verdict
from models.ledger import EntryKind
from models.typed_entry import Change, Evidence
from models.vocabulary import Role
from tests.builders import ANA, BEN, House


async def _says(house: House, number: int) -> str:
    async with house.store.reading() as session:
        return catchup(await catch_up(session, number, house.clock())).text


async def test_a_late_comer_gets_all_of_it(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)
    late = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "The source was late", by_id=ANA)
    twice = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "It ran twice", by_id=ANA)
    about = Evidence(hypothesis=late.id)
    await house.act(add_entry, number, EntryKind.EVIDENCE_ADDED, "A log", by_id=ANA, typed=about)
    loose = Evidence(count=412)
    await house.act(add_entry, number, EntryKind.EVIDENCE_ADDED, "Fewer rows", by_id=ANA, typed=loose)
    await house.act(judge_hypothesis, late.id, Verdict.SUPPORTED, "The log says so", by_id=BEN)
    await house.act(judge_hypothesis, twice.id, Verdict.RULED_OUT, "Each is there once", by_id=BEN)
    done = await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Paused it", by_id=ANA)
    await house.act(step_change, done.id, ChangeStep.ROLLED_BACK, "It made it worse", by_id=ANA)
    for_now, plan = Change(temporary=True), Change(state=ChangeState.PLANNED)
    await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "A filter", by_id=ANA, typed=for_now)
    await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Run it again", by_id=ANA, typed=plan)
    await house.act(add_entry, number, EntryKind.DECISION_RECORDED, "Wait for the vendor", by_id=BEN)
    await house.act(post_update, number, "We wait for the vendor", by_id=BEN)

    said = await _says(house, number)
    for words in (
        "Last update",
        "Supported: H1 The source was late (1 piece of evidence): The log says so",
        "Ruled out: H2 It ran twice",
        "Found: Fewer rows (412 rows)",
        "Rolled back: Paused it: It made it worse",
        "Applied, for now only: A filter",
        "Decided: Wait for the vendor",
        "Planned: Run it again",
        "1 temporary change is still in place",
        "Next update",
    ):
        assert words in said
    assert f"Commander <@{BEN}>" in said


async def test_of_an_empty_record_it_says_so(house: House) -> None:
    said = await _says(house, await house.declare())

    assert "Nobody has written down yet what may be the cause" in said
    assert "Nothing has been changed or decided yet" in said
