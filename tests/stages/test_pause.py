"""A pause stops every clock with a reason and a date, and wakes by itself."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.incidents.advance_stage import advance
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.show_incident import incident_view
from bot.incidents.undo_move import undo_move
from bot.playbook import parse_playbook
from bot.stages.extend_box import extend_box
from bot.stages.look_at_boxes import look_at_boxes
from bot.stages.pause import pause
from bot.stages.resume import resume, wake_paused
from bot.updates.post_update import post_update
from bot.updates.remind_check_ins import remind_due
from models.durations import parse_span
from models.errors import AlreadyClosed, FieldRefused, NothingToChange
from models.ledger import EntryKind
from models.promises import CheckIn
from models.stage_clock import Pause
from models.vocabulary import Outcome, Severity, Stage
from tests.builders import ANA, BEN, House, open_house

PLAYBOOK = parse_playbook("severities: {sev1: {time_boxes: {triage: 30m, containment: 1h}}}", "test")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        yield house


async def _view(house: House, number: int):
    async with house.store.reading() as session:
        return await incident_view(session, number, house.clock())


async def _look(house: House) -> None:
    await look_at_boxes(house.store)
    await wake_paused(house.store)
    await remind_due(house.store)


async def _paused(house: House, **length: float) -> int:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=10)
    until_at = house.clock() + timedelta(**length)
    await house.act(pause, number, until_at, "the vendor looks into it", by_id=ANA)
    return number


async def test_nothing_falls_due_while_it_stands_still(house: House) -> None:
    number = await _paused(house, days=2)
    house.clock.advance(days=1)
    await _look(house)

    view = await _view(house, number)
    assert view.paused_because == "the vendor looks into it"
    assert (view.box_due_at, view.overdue, view.next_update_at) == (None, False, None)
    assert await house.waiting("post_time_box") == []
    assert await house.entries(EntryKind.CHECKIN_MISSED, EntryKind.TIMEBOX_MISSED) == []
    [said] = await house.said("paused")
    assert said["why"] == "the vendor looks into it"


async def test_it_wakes_by_itself_with_what_was_left_of_its_time(house: House) -> None:
    number = await _paused(house, days=2)
    house.clock.advance(days=2)
    await _look(house)

    view = await _view(house, number)
    assert view.paused_until_at is None
    assert (view.box_due_at - house.clock()).total_seconds() == 20 * 60
    assert (view.next_update_at - house.clock()).total_seconds() == 30 * 60
    [woke] = await house.entries(EntryKind.STAGE_RESUMED)
    assert woke.actor_id is None
    [said] = await house.said("resumed")
    assert said["by_id"] is None
    await _look(house)
    assert len(await house.entries(EntryKind.STAGE_RESUMED)) == 1


async def test_a_press_lets_it_go_on_before(house: House) -> None:
    number = await _paused(house, days=2)
    await house.act(resume, number, by_id=BEN)

    assert (await _view(house, number)).paused_until_at is None
    with pytest.raises(NothingToChange, match="not paused"):
        await house.act(resume, number, by_id=BEN)


async def test_pausing_again_changes_until_when(house: House) -> None:
    number = await _paused(house, days=2)
    later = house.clock() + timedelta(days=5)
    await house.act(pause, number, later, "Monday's load", by_id=BEN)

    [held] = await house.all_of(Pause)
    assert (held.until_at, held.because, held.paused_by_id) == (later, "Monday's load", ANA)
    assert (await _view(house, number)).box_due_at is None


async def test_a_stage_entered_in_a_pause_has_all_its_time_left(house: House) -> None:
    number = await _paused(house, hours=2)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    await house.act(post_update, number, "The vendor has it", by_id=ANA)
    assert (await _view(house, number)).box_due_at is None
    assert (await _view(house, number)).next_update_at is None
    house.clock.advance(hours=2)
    await _look(house)

    assert ((await _view(house, number)).box_due_at - house.clock()).total_seconds() == 3600


async def test_a_question_that_waited_for_an_answer_is_asked_again_afterwards(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=30)
    await _look(house)
    await house.act(pause, number, house.clock() + timedelta(hours=1), "lunch", by_id=ANA)
    [settled] = await house.waiting("edit_time_box")
    assert settled.intent["ended_with"] == "paused"

    house.clock.advance(hours=1)
    await _look(house)
    assert len(await house.waiting("post_time_box")) == 2


@pytest.mark.parametrize(
    ("length", "because", "field"),
    [
        (timedelta(0), "the vendor", "until"),
        (timedelta(days=91), "the vendor", "until"),
        (timedelta(days=1), "  ", "because"),
    ],
)
async def test_what_makes_no_sense_is_refused_at_its_field(house, length, because, field) -> None:
    number = await house.declare(severity=Severity.SEV1)

    with pytest.raises(FieldRefused) as refused:
        await house.act(pause, number, house.clock() + length, because, by_id=ANA)
    assert refused.value.field == field


async def test_a_pause_ends_with_its_incident(house: House) -> None:
    number = await _paused(house, days=2)
    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
    merged, other = await _paused(house, days=2), await house.declare(severity=Severity.SEV1)
    await house.act(merge, merged, other, by_id=ANA)
    house.clock.advance(days=3)
    await _look(house)

    assert await house.entries(EntryKind.STAGE_RESUMED) == []
    assert all(each.ended_at for each in await house.all_of(Pause))
    with pytest.raises(AlreadyClosed):
        await house.act(pause, number, house.clock() + timedelta(days=1), "why not", by_id=ANA)


async def test_a_time_box_that_comes_with_the_severity_waits_for_the_end_of_the_pause(house: House) -> None:
    number = await house.declare(severity=Severity.SEV3)
    await house.act(pause, number, house.clock() + timedelta(days=2), "the vendor", by_id=ANA)
    await house.act(change_severity, number, Severity.SEV1, by_id=ANA)
    house.clock.advance(hours=1)
    await _look(house)
    assert await house.entries(EntryKind.TIMEBOX_MISSED) == []

    await house.act(resume, number, by_id=ANA)
    assert (await _view(house, number)).box_due_at == house.clock() + timedelta(minutes=30)


async def test_what_comes_into_a_paused_incident_promises_nothing_there(house: House) -> None:
    number, other = await _paused(house, days=2), await house.declare("Refunds", severity=Severity.SEV1)
    await house.act(merge, other, number, by_id=ANA)
    assert [each for each in await house.all_of(CheckIn) if each.settled_at is None] == []

    [entry] = [each for each in await house.entries(EntryKind.MERGED) if "moved" in each.detail]
    await house.act(undo_move, entry.id, by_id=ANA)
    owed = [each.incident_id for each in await house.all_of(CheckIn) if each.settled_at is None]
    assert owed == [other]


async def test_a_time_box_that_was_missed_is_not_extended_while_it_is_paused(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=40)
    await _look(house)
    await house.act(pause, number, house.clock() + timedelta(days=2), "the vendor", by_id=ANA)
    with pytest.raises(NothingToChange, match="is paused"):
        await house.act(extend_box, number, parse_span("30m"), by_id=ANA)

    await house.act(resume, number, by_id=ANA)
    await house.act(extend_box, number, parse_span("30m"), by_id=ANA)
    assert (await _view(house, number)).box_due_at == house.clock() + timedelta(minutes=30)


async def test_two_pauses_at_once_cannot_be(house: House) -> None:
    await _paused(house, days=2)
    promised = [each for each in await house.all_of(CheckIn) if each.settled_at is None]
    assert promised == []
    assert len(await house.all_of(Pause)) == 1


async def test_what_could_not_wake_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("a bug")

    await _paused(house, days=2)
    house.clock.advance(days=2)
    with monkeypatch.context() as broken:
        broken.setattr("bot.stages.resume.promise", breaks)
        await wake_paused(house.store)
    assert await house.entries(EntryKind.STAGE_RESUMED) == []

    house.clock.advance(minutes=5)
    await wake_paused(house.store)
    assert len(await house.entries(EntryKind.STAGE_RESUMED)) == 1
