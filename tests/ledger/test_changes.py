"""Changes: planned, approved, applied, seen to hold or taken back; what is for now only is not forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.ledger.views import ChangeView
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry
from bot.ledger.changes import find_change, open_changes, read_changes, remedy_sentence
from bot.ledger.chase_changes import chase_changes
from bot.ledger.step_change import step_change
from bot.ledger.withdraw_entry import withdraw_entry
from bot.playbook import parse_playbook
from models.change import ChangeState, ChangeStep
from models.change_card import ChangeCard
from models.errors import FieldRefused, NotAllowed, NotFound, NothingToChange, StillOpen
from models.ledger import EntryKind, LedgerEntry
from models.typed_entry import Change
from models.vocabulary import Outcome, Severity
from tests.builders import ANA, BEN, House, open_house

PLANNED, APPLIED, HELD, ROLLED_BACK, REMOVED = ChangeState
FOR_NOW = Change(where="loader", rollback="resume it", postcondition="no new rows", temporary=True)


async def _change(house: House, number: int, typed: Change | None = None, text: str = "Paused it") -> int:
    entry: LedgerEntry = await house.act(
        add_entry, number, EntryKind.CHANGE_RECORDED, text, by_id=ANA, typed=typed or Change()
    )
    return entry.id


async def _step(house: House, change: int, step: ChangeStep, why: str = "seen", by_id: str = BEN) -> None:
    await house.act(step_change, change, step, why, by_id=by_id)


async def _read(house: House, change: int) -> ChangeView:
    async with house.store.reading() as session:
        return await find_change(session, change, house.store.playbook)


async def _close(house: House, number: int, **more: Any) -> None:
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="", by_id=ANA, **more)


async def test_what_was_done_is_proposed_in_the_words_of_what_holds(house: House) -> None:
    number = await house.declare()
    for text, step in (("Widened it", ChangeStep.ROLLED_BACK), ("Ran it again.", ChangeStep.HELD)):
        await _step(house, await _change(house, number, text=text), step)
    await _change(house, number, text="Restarted it")

    async with house.store.reading() as session:
        assert await remedy_sentence(session, number) == "Ran it again"


async def test_a_change_goes_from_a_plan_to_what_holds(house: House) -> None:
    number = await house.declare()
    change = await _change(house, number, Change(state=PLANNED, where="loader", reversible=True))
    assert (await _read(house, change)).life.state is PLANNED
    await _step(house, change, ChangeStep.APPLIED, "")
    async with house.store.reading() as session:
        assert [each.id for each in await open_changes(session, number)] == [change]
    await _step(house, change, ChangeStep.HELD, "412 rows, as on Monday")

    view = await _read(house, change)
    assert (view.life.state, view.life.is_settled, view.typed.where) == (HELD, True, "loader")
    assert view.last(ChangeStep.HELD).why == "412 rows, as on Monday"  # type: ignore[union-attr]
    async with house.store.reading() as session:
        assert await open_changes(session, number) == ()


async def test_a_change_that_did_not_hold_is_rolled_back(house: House) -> None:
    number = await house.declare()
    change = await _change(house, number)
    with pytest.raises(FieldRefused):
        await _step(house, change, ChangeStep.ROLLED_BACK, " ")
    await _step(house, change, ChangeStep.ROLLED_BACK, "It made it worse")

    assert (await _read(house, change)).life.state is ROLLED_BACK
    with pytest.raises(NothingToChange, match="rolled back"):
        await _step(house, change, ChangeStep.HELD)
    with pytest.raises(NotFound):
        await _step(house, 99, ChangeStep.HELD)


async def test_where_the_playbook_asks_somebody_else_approves_first(database_url: str) -> None:
    playbook = parse_playbook("changes: {approval: [sev1]}", "breakwater.yaml")
    async with open_house(database_url, playbook=playbook) as house:
        number = await house.declare(severity=Severity.SEV1)
        change = await _change(house, number, Change(state=PLANNED))
        assert (await _read(house, change)).wants_approval
        with pytest.raises(NotAllowed, match="approved before it is applied"):
            await _step(house, change, ChangeStep.APPLIED)
        with pytest.raises(NotAllowed, match="Nobody approves their own"):
            await _step(house, change, ChangeStep.APPROVED, by_id=ANA)
        await _step(house, change, ChangeStep.APPROVED, "")
        await _step(house, change, ChangeStep.APPLIED, "", by_id=ANA)

        done_already = await _change(house, number)
        assert (await _read(house, done_already)).wants_approval
        minor = await house.declare("Minor", severity=Severity.SEV4)
        assert not (await _read(house, await _change(house, minor))).wants_approval


async def test_what_is_for_now_only_is_asked_about_until_it_is_gone(house: House) -> None:
    number = await house.declare()
    change = await _change(house, number, FOR_NOW)
    house.clock.advance(hours=23)
    assert await chase_changes(house.store) == 0
    for day in (1, 2):
        house.clock.advance(hours=25)
        assert await chase_changes(house.store) == 1
        assert len(await house.said("change_chase")) == day
    await _step(house, change, ChangeStep.REMOVED, "")
    house.clock.advance(days=3)

    assert await chase_changes(house.store) == 0


async def test_a_date_says_when_to_ask_first_and_can_be_corrected(house: House) -> None:
    number = await house.declare()
    friday = house.clock() + timedelta(days=5)
    typed = Change(temporary=True, until=friday.isoformat())
    change = await _change(house, number, typed)
    assert (await _card(house, change)).look_at == friday
    sooner = house.clock() + timedelta(days=2)
    await house.act(
        amend_entry, change, "Paused it", by_id=ANA, typed=Change(temporary=True, until=sooner.isoformat())
    )
    assert (await _card(house, change)).look_at == sooner
    await _step(house, change, ChangeStep.MADE_PERMANENT)
    assert (await _card(house, change)).look_at is None
    assert (await _read(house, change)).life.state is APPLIED


async def test_a_close_is_refused_while_something_temporary_is_unexplained(house: House) -> None:
    number = await house.declare()
    change = await _change(house, number, FOR_NOW)
    with pytest.raises(StillOpen, match="a temporary change is in place: “Paused it”"):
        await _close(house, number)
    await _close(house, number, stays="The vendor mends it on Monday")

    [explained] = await house.entries(EntryKind.CHANGE_EXPLAINED)
    assert (explained.text, explained.detail["change"]) == ("The vendor mends it on Monday", change)
    house.clock.advance(days=2)
    assert await chase_changes(house.store) == 1


@pytest.mark.parametrize("step", [ChangeStep.REMOVED, ChangeStep.MADE_PERMANENT, ChangeStep.ROLLED_BACK])
async def test_a_close_is_free_once_it_is_settled(house: House, step: ChangeStep) -> None:
    number = await house.declare()
    await _step(house, await _change(house, number, FOR_NOW), step)
    await _close(house, number)

    assert len(await house.entries(EntryKind.CLOSED)) == 1


async def test_changes_that_are_no_longer_hinder_no_close(house: House) -> None:
    number = await house.declare()
    await _change(house, number, Change(state=PLANNED, temporary=True))
    await _change(house, number, Change())
    withdrawn = await _change(house, number, FOR_NOW)
    await house.act(withdraw_entry, withdrawn, by_id=ANA)
    await _close(house, number)

    assert (await _card(house, withdrawn)).look_at is None


async def test_what_a_merged_incident_left_in_place_hinders_the_close_of_the_other(house: House) -> None:
    merged, survivor = await house.declare(), await house.declare("The same")
    change = await _change(house, merged, FOR_NOW)
    await house.act(merge, merged, survivor, by_id=ANA)
    with pytest.raises(StillOpen, match="temporary"):
        await _close(house, survivor)
    house.clock.advance(days=2)
    await chase_changes(house.store)
    assert [item.incident_id for item in await house.waiting("say", what="change_chase")] == [survivor]
    await _step(house, change, ChangeStep.REMOVED)
    await _close(house, survivor)


async def test_its_message_is_posted_once_and_redrawn_with_each_step(house: House) -> None:
    number = await house.declare()
    change = await _change(house, number)
    message = ("C0OPENED01", "5.000100", None)
    await house.act(
        add_entry, number, EntryKind.CHANGE_RECORDED, "From a message", by_id=BEN, message=message
    )
    await _step(house, change, ChangeStep.HELD)

    assert [item.intent["in_thread"] for item in await house.waiting("post_change")] == [False, True]
    assert len(await house.waiting("edit_change", change=change)) == 1
    async with house.store.reading() as session:
        assert [each.text for each in await read_changes(session, number)] == ["Paused it", "From a message"]


async def _card(house: House, change: int) -> ChangeCard:
    async with house.store.reading() as session:
        return await session.get_one(ChangeCard, change)
