"""What stands still or runs out ends with its incident, and goes on with it, also where a move is undone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.incidents.advance_stage import advance
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.incidents.split_incident import split
from bot.incidents.undo_move import undo_move
from bot.ledger.add_entry import add_entry
from bot.ledger.withdraw_entry import withdraw_entry
from bot.playbook import parse_playbook
from bot.stages.pause import pause
from bot.stages.read_pause import open_pause
from models.errors import GateHolds
from models.ledger import EntryKind
from models.stage_clock import StageClock
from models.vocabulary import Severity, Stage
from tests.alerts.test_move_alerts import heard
from tests.builders import ANA, House, open_house

PLAYBOOK = parse_playbook("severities: {sev2: {time_boxes: {triage: 2h}, gates: [containment]}}", "test")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        yield house


async def _clock(house: House, number: int) -> StageClock | None:
    async with house.store.reading() as session:
        return await session.get(StageClock, number)


async def test_a_split_that_is_undone_takes_its_pause_and_its_clock_with_it(house: House) -> None:
    source = await house.declare(severity=Severity.SEV2)
    await heard(house, "v1:a", source)
    new = await house.act(split, source, ["v1:a"], title="Refunds", severity=Severity.SEV2, by_id=ANA)
    await house.act(pause, new.id, house.clock() + timedelta(hours=4), "the vendor", by_id=ANA)
    [entry] = [each for each in await house.entries(EntryKind.SPLIT) if "moved" in each.detail]
    await house.act(undo_move, entry.id, by_id=ANA)

    clock = await _clock(house, new.id)
    assert clock is not None
    assert (clock.due_at, clock.left_seconds) == (None, None)
    await house.act(reopen, new.id, by_id=ANA)
    async with house.store.reading() as session:
        assert await open_pause(session, new.id) is None


async def test_a_merge_that_is_undone_lets_the_time_box_go_on_as_it_was(house: House) -> None:
    first = await house.declare(severity=Severity.SEV2)
    second = await house.declare("Refunds are doubled", severity=Severity.SEV2)
    due_at = house.clock() + timedelta(hours=2)
    house.clock.advance(minutes=30)
    await house.act(merge, first, second, by_id=ANA)
    clock = await _clock(house, first)
    assert clock is not None
    assert clock.due_at is None
    [entry] = [each for each in await house.entries(EntryKind.MERGED) if "moved" in each.detail]
    house.clock.advance(minutes=30)
    await house.act(undo_move, entry.id, by_id=ANA)

    clock = await _clock(house, first)
    assert clock is not None
    assert clock.due_at == clock.look_at == due_at


async def test_a_change_that_was_withdrawn_contains_nothing(house: House) -> None:
    number = await house.declare(severity=Severity.SEV2)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    change = EntryKind.CHANGE_RECORDED
    entry = await house.act(add_entry, number, change, "Stopped the export", by_id=ANA)
    await house.act(withdraw_entry, entry.id, by_id=ANA)

    with pytest.raises(GateHolds, match="what keeps bad data from being read"):
        await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
