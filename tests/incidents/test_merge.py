"""Merge: both ledgers tell the same story, and undo brings everything back exactly."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.alerts.move_alerts import attach_alert_to
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.hand_off_role import offer
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.incidents.undo_move import undo_move
from bot.ledger.add_entry import add_entry
from bot.ledger.read_ledger import read_ledger
from bot.stages.pause import pause
from bot.stages.read_pause import open_pause
from bot.updates.post_update import post_update
from models.alert import Alert
from models.errors import AlreadyClosed, CannotUndo, FieldRefused, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.promises import CheckIn, Review
from models.thread_message import ThreadTopic
from models.vocabulary import Outcome, Role, Severity, Stage
from tests.alerts.test_move_alerts import heard, where
from tests.builders import ANA, BEN, CHEN, House
from tests.incidents.moved import causes, dump, merge_them, shared


async def test_all_that_one_had_goes_into_the_other(house: House, two: tuple[int, int]) -> None:
    first, second = two
    await house.act(merge, first, second, by_id=ANA)

    assert await where(house) == {"v1:a": {second}, "v1:b": {second}, "v1:c": {second}}
    assert {cause.incident_id for cause in await causes(house)} == {second}
    merged, survivor = await house.all_of(Incident)
    assert (merged.stage, merged.outcome, merged.merged_into_id) == (Stage.CLOSED, Outcome.NO_ACTION, second)
    assert (survivor.stage, survivor.severity) == (Stage.TRIAGE, Severity.SEV2)
    assert await house.all_of(Review) == []
    [owed] = [each for each in await house.all_of(CheckIn) if each.settled_at is None]
    assert owed.incident_id == second
    assert await house.waiting("invite_people", people=[BEN])


async def test_both_ledgers_tell_the_same_story_and_both_channels_hear_it(
    house: House, two: tuple[int, int]
) -> None:
    first, second = two
    await house.act(merge, first, second, by_id=ANA)

    away, here = await house.entries(EntryKind.MERGED)
    assert [(away.incident_id, away.detail["other"]), (here.incident_id, here.detail["other"])] == [
        (first, second),
        (second, first),
    ]
    assert away.text == f"INC-{first} into INC-{second}, with 2 alerts and the promised update"
    assert "Refunds are doubled" in here.text
    assert (await house.said("merged_away"))[0]["other_id"] == second
    assert (await house.said("merged_here"))[0]["other_id"] == first


async def test_the_ledger_of_the_survivor_holds_that_of_the_other(house: House, two: tuple[int, int]) -> None:
    first, second = two
    await house.act(add_entry, first, EntryKind.FOLLOW_UP_ADDED, "Alert on doubled keys", by_id=BEN)
    await house.act(merge, first, second, by_id=ANA)
    async with house.store.reading() as session:
        entries = await read_ledger(session, second)
        [follow_up] = [each for each in entries if each.kind == EntryKind.FOLLOW_UP_ADDED]
    assert follow_up.of_ref == f"INC-{first}"
    assert entries[-1].of_ref is None


@pytest.mark.parametrize("later", [False, True], ids=["the earlier promise", "the later promise"])
async def test_undo_restores_everything_exactly(house: House, later: bool) -> None:
    order = (Severity.SEV1, Severity.SEV4) if later else (Severity.SEV4, Severity.SEV1)
    first = await house.declare("Refunds are doubled", severity=order[0])
    second = await house.declare("Orders are late", severity=order[1])
    await heard(house, "v1:a", first, count=3)
    await heard(house, "v1:c", second)
    await shared(house, "asset:finance.orders", first)
    await shared(house, "asset:other", second)
    await house.act(assign, first, Role.COMMANDER, BEN, by_id=ANA)
    await house.act(offer, first, Role.COMMANDER, to_id=CHEN, by_id=BEN, note="please")
    await _remind(house)
    before, told = await dump(house), len(await house.entries())
    house.clock.advance(minutes=5)
    await house.act(merge, first, second, by_id=ANA)
    assert await dump(house) != before
    house.clock.advance(minutes=5)
    [undo_id] = {each["undo_id"] for each in await house.said("merged_away")}
    await house.act(undo_move, undo_id, by_id=BEN)

    assert await dump(house) == before
    undone = await house.entries(EntryKind.MERGE_UNDONE)
    assert [each.incident_id for each in undone] == [first, second]
    assert len(await house.entries()) == told + 4
    assert len(await house.said("merge_undone")) == 2


async def test_what_came_meanwhile_goes_back_with_its_concern(house: House, two: tuple[int, int]) -> None:
    first, second = two
    undo_id = await merge_them(house, first, second)
    async with house.store.unit() as uow:
        [known] = await uow.session.scalars(select(Alert).where(Alert.fingerprint == "v1:b"))
        late = {c.key: getattr(known, c.key) for c in Alert.__table__.columns if c.key != "id"}
        uow.session.add(Alert(**late | {"incident_id": second}))
    await house.act(undo_move, undo_id, by_id=BEN)
    assert await where(house) == {"v1:a": {first}, "v1:b": {first}, "v1:c": {second}}


async def test_an_alert_that_the_survivor_had_before_stays_there(house: House, two: tuple[int, int]) -> None:
    first, second = two
    async with house.store.unit() as uow:
        [known] = await uow.session.scalars(select(Alert).where(Alert.fingerprint == "v1:b"))
        earlier = {c.key: getattr(known, c.key) for c in Alert.__table__.columns if c.key != "id"}
        uow.session.add(Alert(**earlier | {"incident_id": second}))
    before = await dump(house)
    await house.act(undo_move, await merge_them(house, first, second), by_id=BEN)
    assert await dump(house) == before


@pytest.mark.parametrize(("days", "goes_on"), [(5, True), (0.5, False)])
async def test_a_pause_comes_back_with_the_undo_unless_its_date_has_come(
    house: House, two: tuple[int, int], days: float, goes_on: bool
) -> None:
    first, second = two
    until_at = house.clock() + timedelta(days=days)
    await house.act(pause, first, until_at, "the vendor looks", by_id=ANA)
    undo_id = await merge_them(house, first, second)
    house.clock.advance(hours=20)
    await house.act(undo_move, undo_id, by_id=BEN)

    async with house.store.reading() as session:
        held = await open_pause(session, first)
    assert (held is not None) is goes_on
    owed = [each for each in await house.all_of(CheckIn, incident_id=first) if not each.settled_at]
    assert len(owed) == (0 if goes_on else 1)
    if held is not None:
        assert (held.until_at, held.because) == (until_at, "the vendor looks")


async def test_undo_is_refused_once_it_would_undo_what_others_did(house: House, two: tuple[int, int]) -> None:
    first, second = two
    undo_id = await merge_them(house, first, second)
    third = await house.declare("Another")
    [alert] = [each for each in await house.all_of(Alert) if each.fingerprint == "v1:b"]
    await house.act(attach_alert_to, alert.id, third, by_id=CHEN)
    with pytest.raises(CannotUndo, match=r"moved on since\. Reopen INC-1"):
        await house.act(undo_move, undo_id, by_id=BEN)


async def test_undo_is_refused_after_a_day_after_a_reopening_and_twice(
    house: House, two: tuple[int, int]
) -> None:
    first, second = two
    undo_id = await merge_them(house, first, second)
    await house.act(undo_move, undo_id, by_id=BEN)
    with pytest.raises(CannotUndo, match=f"<@{BEN}> has undone that already"):
        await house.act(undo_move, undo_id, by_id=ANA)
    undo_id = await merge_them(house, first, second)
    await house.act(reopen, first, by_id=ANA)
    with pytest.raises(CannotUndo, match="was taken up again"):
        await house.act(undo_move, undo_id, by_id=ANA)
    undo_id = await merge_them(house, first, second)
    house.clock.advance(hours=25)
    with pytest.raises(CannotUndo, match="more than a day ago"):
        await house.act(undo_move, undo_id, by_id=ANA)


async def test_a_promise_kept_meanwhile_stays_kept_and_the_other_gets_its_next(
    house: House, two: tuple[int, int]
) -> None:
    first, second = two
    undo_id = await merge_them(house, first, second)
    await house.act(post_update, second, "The load runs again.", by_id=ANA)
    await house.act(undo_move, undo_id, by_id=BEN)
    still_open = [each.incident_id for each in await house.all_of(CheckIn) if each.settled_at is None]
    assert sorted(still_open) == [first, second]


async def test_a_reopened_one_goes_on_by_itself(house: House, two: tuple[int, int]) -> None:
    first, second = two
    await merge_them(house, first, second)
    await house.act(reopen, first, by_id=ANA)
    merged = (await house.all_of(Incident))[0]
    assert (merged.is_open, merged.merged_into_id) == (True, None)


async def test_what_must_not_be_merged_is_refused_with_what_to_do(house: House) -> None:
    public, other = await house.declare("Orders are late"), await house.declare("Refunds are doubled")
    private = await house.declare("Salaries leak", is_private=True)
    drill = await house.declare("Practice", is_drill=True)
    with pytest.raises(FieldRefused, match=f"the other way round: `/incident merge INC-{private}`"):
        await house.act(merge, private, public, by_id=ANA)
    with pytest.raises(FieldRefused, match="is a drill"):
        await house.act(merge, drill, public, by_id=ANA)
    with pytest.raises(NothingToChange):
        await house.act(merge, public, public, by_id=ANA)
    await house.act(close, other, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
    with pytest.raises(AlreadyClosed):
        await house.act(merge, public, other, by_id=ANA)


async def test_a_public_one_that_goes_into_a_private_one_does_not_name_it(house: House) -> None:
    public, private = await house.declare(), await house.declare("Salaries leak", is_private=True)
    await house.act(merge, public, private, by_id=ANA)
    away, _ = await house.entries(EntryKind.MERGED)
    assert away.text == f"INC-{public} into another incident, with the promised update"


async def _remind(house: House) -> None:
    """Pretend that the promises were reminded of, by messages with buttons."""
    async with house.store.unit() as uow:
        for check_in in await uow.session.scalars(select(CheckIn)):
            check_in.reminded_at = uow.now
            check_in.look_at = check_in.due_at
            check_in.reminder_channel_id, check_in.reminder_ts = "D0ANA00001", "1.0001"
    assert isinstance(house.clock(), datetime)


async def test_what_stands_in_the_thread_follows_a_merge_and_its_undoing(house: House) -> None:
    first, second = await house.declare(), await house.declare("Refunds are doubled")
    await house.act(add_entry, second, EntryKind.HYPOTHESIS_ADDED, "A full disk", by_id=ANA)
    await house.act(merge, first, second, by_id=ANA)
    [after_merge] = await house.waiting("edit_in_thread", topic=ThreadTopic.HYPOTHESES)
    [entry] = [each for each in await house.entries(EntryKind.MERGED) if "moved" in each.detail]
    await house.act(undo_move, entry.id, by_id=ANA)
    [after_undoing] = await house.waiting("edit_in_thread", topic=ThreadTopic.HYPOTHESES)
    assert after_undoing.id > after_merge.id
    assert after_undoing.incident_id == second
