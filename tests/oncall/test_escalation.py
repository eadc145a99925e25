"""People are called level by level until somebody acknowledges, and again when nothing is heard of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import regress, reopen
from bot.ledger.add_entry import add_entry
from models.errors import AlreadyClosed, NothingToChange
from models.ledger import EntryKind
from models.vocabulary import CallState, Outcome, Role, Severity, Stage
from tests.builders import ANA, BEN, CHEN, DIA
from tests.oncall.calling import Calling, calling

A_NIGHT = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # a Friday


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Calling]:
    async with calling(database_url) as built:
        yield built


async def test_the_first_level_is_called_at_the_opening(here: Calling) -> None:
    await here.declare()

    assert await here.called() == [BEN]
    assert await here.names() == ["level 1 of 3 of “the worst”"]
    assert [item.intent["call_id"] for item in await here.waiting("call_by_slack")] == [1]
    assert len(await here.waiting("post_summons")) == 1
    (placed,) = await here.house.entries(EntryKind.CALL_PLACED)
    assert (placed.actor_id, placed.detail["people"]) == (None, [BEN])


async def test_level_after_level_is_called_again_and_then_it_is_said_that_nobody_answers(
    here: Calling,
) -> None:
    await here.declare()
    for minutes in (9, 1, 14, 1, 10, 10, 15, 9):
        await here.look(minutes=minutes)
    assert await here.called() == [BEN, CHEN, DIA, BEN, CHEN, DIA]
    assert await here.house.said("escalation_exhausted") == []

    await here.look(minutes=1)
    await here.look(days=30)

    assert len(await here.called()) == 6
    assert len(await here.house.said("escalation_exhausted")) == 1
    assert (await here.names())[-1] == "level 3 of 3 of “the worst”, round 2"
    raised = await here.house.entries(EntryKind.ESCALATION_RAISED)
    assert [entry.detail["name"] for entry in raised][:2] == [
        "level 2 of 3 of “the worst”",
        "level 3 of 3 of “the worst”",
    ]


async def test_whoever_acknowledges_ends_it_for_all_who_were_called(here: Calling) -> None:
    number = await here.declare()
    await here.look(minutes=10)
    await here.acknowledge(number, ANA)
    await here.look(minutes=59)

    assert await here.called() == [BEN, CHEN]
    assert {state for _, state in await here.states()} == {CallState.WITHDRAWN}
    assert await here.house.entries(EntryKind.CALL_ANSWERED) == []


async def test_who_answers_their_call_has_acknowledged_the_incident(here: Calling) -> None:
    number = await here.declare()
    await here.look(minutes=10)
    await here.answer(1, BEN)

    assert (BEN, CallState.ANSWERED) in await here.states()
    assert (CHEN, CallState.WITHDRAWN) in await here.states()
    kinds = [entry.kind for entry in await here.house.entries()]
    assert {EntryKind.CALL_ANSWERED, EntryKind.ACKNOWLEDGED} <= set(kinds)
    with pytest.raises(NothingToChange):
        await here.answer(1, BEN)
    escalation = await here.escalation(number)
    assert escalation is not None
    assert escalation.acknowledged_by_id == BEN


@pytest.mark.parametrize("how", ["taking command", "moving the stage"])
async def test_who_works_on_it_has_acknowledged_it(here: Calling, how: str) -> None:
    number = await here.declare()
    if how == "taking command":
        await here.house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    else:
        await here.house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    await here.look(minutes=30)

    assert await here.called() == [BEN]


async def test_giving_somebody_else_the_command_is_no_answer(here: Calling) -> None:
    number = await here.declare()
    await here.house.act(assign, number, Role.COMMANDER, DIA, by_id=ANA)
    await here.look(minutes=10)

    assert await here.called() == [BEN, CHEN]


async def test_an_acknowledgement_lapses_in_silence_and_the_same_level_is_asked_again(here: Calling) -> None:
    number = await here.declare()
    await here.look(minutes=10)
    await here.acknowledge(number, CHEN)

    await here.look(minutes=60)
    assert await here.called() == [BEN, CHEN, CHEN]
    await here.look(minutes=15)

    assert await here.called() == [BEN, CHEN, CHEN, DIA]
    (lapsed,) = await here.house.entries(EntryKind.ESCALATION_LAPSED)
    assert lapsed.detail["person"] == CHEN


async def test_an_acknowledgement_holds_while_something_is_heard(here: Calling) -> None:
    number = await here.declare()
    await here.acknowledge(number, BEN)
    for _ in range(3):
        await here.look(minutes=50)
        await here.house.act(add_entry, number, EntryKind.NOTE_ADDED, "still at it", by_id=ANA)
    assert await here.called() == [BEN]

    await here.look(minutes=60)

    assert await here.called() == [BEN, BEN]


async def test_a_word_after_the_lapse_is_an_answer_button_or_not(here: Calling) -> None:
    number = await here.declare()
    await here.acknowledge(number, BEN)
    await here.look(minutes=61)
    await here.look(minutes=1)
    await here.house.act(add_entry, number, EntryKind.NOTE_ADDED, "I am here", by_id=CHEN)
    await here.look(minutes=30)

    assert await here.called() == [BEN, BEN]
    escalation = await here.escalation(number)
    assert escalation is not None
    assert escalation.acknowledged_by_id == CHEN


async def test_what_lapsed_is_acknowledged_again_by_the_same_press(here: Calling) -> None:
    number = await here.declare()
    await here.acknowledge(number, BEN)
    await here.look(minutes=61)
    await here.acknowledge(number, BEN)
    await here.look(minutes=30)

    assert await here.called() == [BEN, BEN]
    assert len(await here.house.entries(EntryKind.ACKNOWLEDGED)) == 2
    with pytest.raises(NothingToChange):
        await here.acknowledge(number, BEN)


async def test_a_raised_severity_lets_its_own_policy_take_over_at_once(here: Calling) -> None:
    number = await here.declare(severity="sev3")
    await here.acknowledge(number, BEN)
    assert await here.names() == ["level 1 of 2 of “routine”"]

    await here.house.act(change_severity, number, Severity.SEV1, by_id=ANA)
    await here.look()

    assert (await here.names())[-1] == "level 1 of 3 of “the worst”"


async def test_worse_under_the_same_policy_begins_nothing_anew(here: Calling) -> None:
    number = await here.declare(severity="sev2")
    await here.acknowledge(number, BEN)
    await here.house.act(change_severity, number, Severity.SEV1, by_id=ANA)
    await here.look(minutes=30)

    assert await here.called() == [BEN]


async def test_who_makes_it_worse_and_would_be_called_alone_has_acknowledged(here: Calling) -> None:
    number = await here.declare(severity="sev4")
    await here.house.act(change_severity, number, Severity.SEV1, by_id=BEN)
    await here.look()
    await here.look(minutes=30)

    assert await here.called() == []
    await here.look(minutes=60)
    assert await here.called() == [BEN], "and after an hour of silence is asked again"


async def test_a_severity_that_no_policy_is_for_ends_the_calls(here: Calling) -> None:
    number = await here.declare()
    await here.house.act(change_severity, number, Severity.SEV4, by_id=ANA)
    await here.look(days=3)

    assert await here.states() == [(BEN, CallState.WITHDRAWN)]


async def test_who_declares_it_is_not_called_and_alone_has_acknowledged(here: Calling) -> None:
    await here.declare(by_id=BEN)
    await here.look(minutes=30)
    assert await here.called() == []

    await here.declare(by_id=CHEN)
    await here.look(minutes=10)

    assert await here.called() == [BEN, CHEN], "nobody answered, so the turn has come to who declared it"


async def test_what_an_alert_opens_calls_everyone_of_the_level(here: Calling) -> None:
    await here.declare(by_id=None)

    assert await here.called() == [BEN]


async def test_the_close_ends_all_of_it(here: Calling) -> None:
    number = await here.declare()
    await here.house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
    await here.look(days=1)

    assert await here.states() == [(BEN, CallState.WITHDRAWN)]
    with pytest.raises(AlreadyClosed):
        await here.answer(1, BEN)


async def test_what_is_merged_calls_nobody_any_more(here: Calling) -> None:
    number, other = await here.declare(), await here.declare("sev4", title="Another")
    await here.house.act(merge, number, other, by_id=ANA)
    await here.look(minutes=30)

    assert await here.states() == [(BEN, CallState.WITHDRAWN)]


async def test_whoever_reopens_it_is_on_it_and_what_fails_again_calls_anew(here: Calling) -> None:
    number = await here.declare()
    close_it = {"cause": "a disk", "remedy": "", "by_id": ANA}
    await here.house.act(close, number, Outcome.FIXED, **close_it)
    await here.house.act(reopen, number, by_id=ANA)
    await here.look(minutes=30)
    assert await here.called() == [BEN]

    await here.house.act(close, number, Outcome.FIXED, **close_it)
    await here.house.act(regress, number, what="orders")
    await here.look()

    assert await here.called() == [BEN, BEN]


async def test_routine_waits_for_working_hours(here: Calling) -> None:
    here.house.clock.move_to(A_NIGHT)
    await here.declare(severity="sev3")
    assert await here.called() == []

    here.house.clock.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    await here.look()
    assert await here.called() == [BEN]
    await here.look(hours=3)
    assert await here.called() == [BEN]
    await here.look(hours=1)
    assert await here.called() == [BEN, CHEN]
    await here.look(hours=23)
    assert await here.house.said("escalation_exhausted") == []
    await here.look(hours=1)

    assert len(await here.house.said("escalation_exhausted")) == 1


async def test_the_worst_does_not_wait_for_the_morning(here: Calling) -> None:
    here.house.clock.move_to(A_NIGHT)
    await here.declare(severity="sev1")

    assert await here.called() == [BEN]
