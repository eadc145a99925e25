"""What whoever comes next must not forget, of open incidents and of closed ones."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.blocks.oncall.shift_digest import HandOverView, shift_digest
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.ledger.add_entry import add_entry
from bot.ledger.step_change import step_change
from bot.ledger.withdraw_entry import withdraw_entry
from bot.oncall.read_digest import read_digest
from bot.playbook import parse_playbook
from bot.repair.hold_retention import ask_hold, release_hold
from bot.repair.move_backfill import move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from models.backfill import BackfillState
from models.change import ChangeState, ChangeStep
from models.ledger import EntryKind
from models.typed_entry import Change
from models.vocabulary import Outcome, Severity
from tests.builders import ANA, BEN, DIA, House, Office, open_office


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url) as office:
        yield office


async def _digest(office: Office, person_id: str = BEN) -> HandOverView:
    facts = {"person_id": person_id, "team": "finance", "others": [ANA], "until": None, "begins": True}
    async with office.house.store.reading() as session:
        return await read_digest(session, facts, office.desk)


async def _left(office: Office, person_id: str = BEN) -> list[str]:
    return [each.ref for each in (await _digest(office, person_id)).left]


async def _leave_all(house: House, number: int) -> tuple[list[int], int, int]:
    """A backfill, a hold, a temporary change and a follow-up."""
    planned = [Planned(asset=name, name=name) for name in ("orders", "revenue")]
    items = await house.act(plan_backfill, number, planned, by_id=ANA)
    until_at = house.clock() + timedelta(days=9)
    hold = await house.act(
        ask_hold, number, "raw.orders", until_at, "The only copy", holder_id=DIA, by_id=ANA
    )
    typed = Change(where="loader", rollback="resume it", temporary=True)
    kind = EntryKind.CHANGE_RECORDED
    change = await house.act(add_entry, number, kind, "Paused the loader", by_id=ANA, typed=typed)
    await house.act(add_entry, number, EntryKind.FOLLOW_UP_ADDED, "Alert on row counts", by_id=ANA)
    return [each.id for each in items], hold.id, change.id


async def test_all_that_is_left_of_an_incident_is_one_line(office: Office) -> None:
    number = await office.house.declare("Orders are late")
    items, *_ = await _leave_all(office.house, number)
    await office.house.act(move_backfill, items[0], BackfillState.DONE, by_id=BEN)

    text = " ".join(shift_digest(await _digest(office)).text.split())
    assert "Not to be forgotten (1)" in text
    assert "INC-1 Orders are late · backfill 1 of 2 done · 1 temporary change still in place" in text
    assert "raw.orders is held until" in text
    assert f"by <@{DIA}> · 1 follow-up" in text


async def test_planned_changes_are_told_until_they_are_applied_and_which_wait_for_approval(
    database_url: str,
) -> None:
    playbook = parse_playbook("changes: {approval: [sev1]}", "test")
    async with open_office(database_url, playbook=playbook) as office:
        house = office.house
        number = await house.declare("Orders are late", severity=Severity.SEV1)
        typed = Change(state=ChangeState.PLANNED, where="loader", rollback="resume it")
        first, second = [
            await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, words, by_id=ANA, typed=typed)
            for words in ("Pause the loader", "Load it again")
        ]
        assert await _line(office) == "2 planned changes wait for approval"
        await house.act(step_change, first.id, ChangeStep.APPROVED, by_id=BEN)
        assert await _line(office) == "2 planned changes to do, 1 of them waits for approval"
        await house.act(step_change, first.id, ChangeStep.APPLIED, by_id=ANA)
        assert await _line(office) == "1 planned change waits for approval"
        await house.act(step_change, second.id, ChangeStep.APPROVED, by_id=BEN)
        assert await _line(office) == "1 planned change to do"
        await house.act(step_change, second.id, ChangeStep.REMOVED, by_id=ANA, why="Not needed")

        assert await _left(office) == []


async def _line(office: Office) -> str:
    text = shift_digest(await _digest(office)).text
    [line] = [each for each in text.splitlines() if "planned change" in each]
    return line.partition("·")[2].strip()


async def test_what_a_closed_incident_has_left_is_told_until_it_is_settled(office: Office) -> None:
    house = office.house
    number = await house.declare("Orders are late")
    items, hold_id, change_id = await _leave_all(house, number)
    await house.act(step_change, change_id, ChangeStep.EXPLAINED, by_id=ANA, why="It goes on Monday")
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    [left] = (await _digest(office)).left
    assert (left.temporary_count, left.follow_up_count, len(left.holds)) == (1, 0, 1)

    for each in items:
        await house.act(move_backfill, each, BackfillState.NOT_NEEDED, by_id=BEN)
    await house.act(step_change, change_id, ChangeStep.REMOVED, by_id=ANA, why="")
    assert await _left(office) == ["INC-1"]
    await house.act(release_hold, hold_id, by_id=DIA)
    assert await _left(office) == []
    assert "nothing to hand over" in shift_digest(await _digest(office)).text


async def test_only_what_is_for_their_eyes_and_no_drill_is_told(office: Office) -> None:
    house = office.house
    await _leave_all(house, await house.declare("Practice", is_drill=True))
    private = await house.declare("Salaries leak", is_private=True)
    await house.opened(private, "C0HIDDEN01")
    await house.joined("C0HIDDEN01", ANA, DIA)
    await _leave_all(house, private)

    assert await _left(office, BEN) == []
    assert await _left(office, DIA) == ["INC-2"]


async def test_what_was_merged_is_told_where_it_goes_on_and_a_withdrawn_follow_up_nowhere(
    office: Office,
) -> None:
    house = office.house
    part, whole, calm = await house.declare(), await house.declare("The same"), await house.declare("Calm")
    await _leave_all(house, part)
    await house.act(merge, part, whole, by_id=ANA)
    said = await house.act(add_entry, calm, EntryKind.FOLLOW_UP_ADDED, "Nothing after all", by_id=ANA)
    assert await _left(office) == ["INC-2", "INC-3"]
    await house.act(withdraw_entry, said.id, by_id=ANA)

    assert await _left(office) == ["INC-2"]
