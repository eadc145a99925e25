"""A stage has its time; once, when that is over, whoever leads is asked what now."""

from collections.abc import AsyncIterator

import pytest

from bot.incidents.advance_stage import advance
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from bot.incidents.show_incident import incident_view
from bot.playbook import parse_playbook
from bot.stages.extend_box import extend_box
from bot.stages.look_at_boxes import look_at_boxes
from bot.updates.post_update import post_update
from models.durations import parse_span
from models.errors import NothingToChange
from models.ledger import EntryKind
from models.stage_clock import StageClock
from models.vocabulary import Outcome, Severity, Stage
from tests.builders import ANA, BEN, House, open_house

PLAYBOOK = parse_playbook(
    """
severities:
  sev1: {time_boxes: {triage: 10m, containment: 20m, analysis: 1h}}
  sev2: {time_boxes: {containment: 1h}}
  sev4: {time_boxes: {triage: 1h}}
""",
    "test",
)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        yield house


async def _view(house: House, number: int):
    async with house.store.reading() as session:
        return await incident_view(session, number, house.clock())


async def _pass(house: House, **length: float) -> int:
    house.clock.advance(**length)
    return await look_at_boxes(house.store)


async def test_a_stage_that_takes_longer_than_it_may_is_asked_about_once(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    assert await _pass(house, minutes=9) == 0

    assert await _pass(house, minutes=1) == 1
    assert await _pass(house, minutes=30) == 0

    [asked] = await house.waiting("post_time_box")
    assert asked.intent["stage"] == "triage"
    [missed] = await house.entries(EntryKind.TIMEBOX_MISSED)
    assert missed.detail["before"] == "triage"
    view = await _view(house, number)
    assert view.box_missed
    assert await house.waiting("edit_card")


async def test_the_next_stage_has_its_own_time_and_settles_the_question(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await _pass(house, minutes=10)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=BEN)

    view = await _view(house, number)
    assert not view.box_missed
    assert (view.box_due_at - house.clock()).total_seconds() == 20 * 60
    [settled] = await house.waiting("edit_time_box")
    assert (settled.intent["ended_with"], settled.intent["by_id"]) == ("advanced", BEN)

    await house.act(advance, number, Stage.REMEDIATION, by_id=BEN)
    assert (await _view(house, number)).box_due_at is None
    assert await _pass(house, days=9) == 0


async def test_an_update_that_moves_the_stage_starts_its_time(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(post_update, number, "We look", by_id=ANA, stage=Stage.ANALYSIS)

    view = await _view(house, number)
    assert (view.box_due_at - house.clock()).total_seconds() == 3600


async def test_more_time_runs_from_the_end_of_the_box_or_from_now(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    due_at = (await _view(house, number)).box_due_at
    await house.act(extend_box, number, parse_span("30m"), by_id=ANA, why="the vendor is slow")
    later = (await _view(house, number)).box_due_at
    assert (later - due_at).total_seconds() == 1800

    await _pass(house, hours=2)
    await house.act(extend_box, number, parse_span("15m"), by_id=ANA)

    view = await _view(house, number)
    assert (view.box_due_at - house.clock()).total_seconds() == 900
    assert not view.box_missed
    first, second = await house.entries(EntryKind.TIMEBOX_EXTENDED)
    assert (first.text, second.text) == ("the vendor is slow", "")
    [settled] = await house.waiting("edit_time_box")
    assert settled.intent["ended_with"] == "extended"
    assert await _pass(house, minutes=15) == 1


async def test_what_has_no_time_box_cannot_be_extended(house: House) -> None:
    number = await house.declare(severity=Severity.SEV3)

    with pytest.raises(NothingToChange, match="no time box"):
        await house.act(extend_box, number, parse_span("30m"), by_id=ANA)


async def test_a_worse_severity_brings_the_end_forward_and_a_milder_one_leaves_it(house: House) -> None:
    number = await house.declare(severity=Severity.SEV2)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    entered_at = house.clock()
    house.clock.advance(minutes=5)
    await house.act(change_severity, number, Severity.SEV1, by_id=ANA)
    assert ((await _view(house, number)).box_due_at - entered_at).total_seconds() == 20 * 60

    await house.act(change_severity, number, Severity.SEV2, by_id=ANA)
    assert ((await _view(house, number)).box_due_at - entered_at).total_seconds() == 20 * 60


async def test_nothing_is_asked_after_the_close_and_a_reopening_starts_anew(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
    assert await _pass(house, hours=1) == 0

    await house.act(reopen, number, by_id=ANA)
    assert ((await _view(house, number)).box_due_at - house.clock()).total_seconds() == 600


async def test_a_low_severity_rests_outside_working_hours(house: House) -> None:
    house.clock.advance(hours=6, minutes=30)  # 16:30
    await house.declare(severity=Severity.SEV4)
    assert await _pass(house, hours=1) == 1
    assert await house.waiting("post_time_box") == []

    [clock] = await _clocks(house)
    assert (clock.look_at.hour, clock.look_at.minute) == (9, 0)
    assert await _pass(house, hours=16) == 1
    assert await house.waiting("post_time_box")


async def _clocks(house: House) -> list[StageClock]:
    from sqlalchemy import select

    async with house.store.reading() as session:
        return list(await session.scalars(select(StageClock)))


async def test_without_a_playbook_stages_may_take_their_time(sqlite_url: str) -> None:
    async with open_house(sqlite_url) as house:
        number = await house.declare(severity=Severity.SEV1)
        await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)

        assert await _clocks(house) == []
