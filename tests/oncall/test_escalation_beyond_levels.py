"""Beyond the levels: executives, vendors, calls by hand, and where nobody is to be found."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.incidents.edit_incident import edit
from bot.oncall.escalate_due import escalate_due
from bot.oncall.start_escalation import escalate
from bot.stages.pause import pause
from bot.stages.resume import wake_paused
from models.errors import FieldRefused
from models.evidence_guard import LooksLikeData
from models.ledger import EntryKind
from models.vocabulary import CallState, Severity, Symptom
from tests.builders import ANA, BEN, CHEN, DIA, open_house
from tests.oncall.calling import EMIL, Calling, calling
from tests.oncall.test_escalation import A_NIGHT


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Calling]:
    async with calling(database_url) as built:
        yield built


async def test_an_executive_is_called_beside_the_levels_when_nobody_has_acknowledged(here: Calling) -> None:
    number = await here.declare(severity="sev1")
    for _ in range(3):
        await here.look(minutes=10)

    assert await here.called() == [BEN, CHEN, DIA, EMIL]
    assert "the head of data" in await here.names()
    await here.acknowledge(number, EMIL)
    assert {state for _, state in await here.states()} == {CallState.ANSWERED, CallState.WITHDRAWN}


async def test_an_executive_is_not_called_for_what_somebody_is_on(here: Calling) -> None:
    number = await here.declare(severity="sev1")
    await here.acknowledge(number, BEN)
    await here.look(minutes=40)

    assert await here.called() == [BEN]


async def test_the_channel_is_told_once_of_a_vendor(here: Calling) -> None:
    number = await here.declare(symptom=Symptom.INFRA, severity="sev4")
    await here.look(hours=3)
    assert await here.house.said("vendor") == []
    await here.look(hours=1)
    await here.look(hours=9)

    (told,) = await here.house.said("vendor")
    assert (told["name"], told["link"]) == ("the warehouse's support", "https://support.example.com")
    assert await here.called() == []
    assert number == 1


async def test_what_becomes_a_vendors_matter_later_is_told_then(here: Calling) -> None:
    number = await here.declare(severity="sev4")
    await here.look(hours=5)
    await here.house.act(edit, number, {"symptom": Symptom.INFRA}, by_id=ANA)
    await here.look()

    assert len(await here.house.said("vendor")) == 1


async def test_the_next_level_can_be_called_by_hand_whoever_has_acknowledged(here: Calling) -> None:
    number = await here.declare()
    await here.acknowledge(number, BEN)
    await here.house.act(escalate, number, by_id=ANA, why="Ben has no rights there")
    await here.look()

    assert await here.called() == [BEN, CHEN]
    (raised,) = await here.house.entries(EntryKind.ESCALATION_RAISED)
    assert (raised.actor_id, raised.text) == (ANA, "Ben has no rights there")
    await here.look(minutes=15)
    assert await here.called() == [BEN, CHEN, DIA], "and it goes on from there"


async def test_after_the_last_level_all_of_them_are_called_once_more_by_hand(here: Calling) -> None:
    number = await here.declare()
    for _ in range(3):
        await here.house.act(escalate, number, by_id=ANA)
        await here.look()

    assert await here.called() == [BEN, CHEN, DIA, BEN]


async def test_at_night_a_routine_level_is_called_by_hand_at_once(here: Calling) -> None:
    here.house.clock.move_to(A_NIGHT)
    number = await here.declare(severity="sev3")
    await here.house.act(escalate, number, by_id=ANA)
    await here.look()

    assert await here.called() == [BEN]


async def test_without_a_policy_escalating_says_what_helps(here: Calling) -> None:
    number = await here.declare(severity="sev4")

    with pytest.raises(FieldRefused, match="/incident page"):
        await here.house.act(escalate, number, by_id=ANA)


async def test_no_data_becomes_a_reason(here: Calling) -> None:
    number = await here.declare()

    with pytest.raises(LooksLikeData):
        await here.house.act(
            escalate, number, by_id=ANA, why="see ana.silva@example.org, 4111 1111 1111 1111"
        )


async def test_a_level_with_nobody_is_said_and_the_next_is_called_at_once(database_url: str) -> None:
    playbook = f"""
teams: {{empty: {{}}}}
escalation:
  policies:
    - name: holes
      when: {{}}
      levels: [{{call: [commander, "@zoe"]}}, {{call: [{BEN}]}}, {{call: [empty]}}]
"""
    async with calling(database_url, playbook) as here:
        await here.declare()
        assert await here.called() == [BEN]
        (said,) = await here.house.said("level_empty")
        assert said["remarks"] == ["Nobody is commander.", "@zoe is nobody who can be called."]

        await here.look(minutes=10)
        assert await here.called() == [BEN, BEN], "the third level is passed over, and the round is new"


async def test_where_nobody_at_all_is_to_be_found_it_ends_and_says_so(database_url: str) -> None:
    playbook = """
escalation:
  policies: [{name: nobody, when: {}, repeat: 10, levels: [{call: ["@zoe"]}, {call: [commander]}]}]
"""
    async with calling(database_url, playbook) as here:
        await here.declare()

        assert await here.called() == []
        assert len(await here.house.said("level_empty")) == 2
        assert len(await here.house.said("escalation_exhausted")) == 1


async def test_a_team_is_whoever_is_on_call_for_it_now(database_url: str) -> None:
    playbook = """
on_call:
  finance: {people: ["@chen", "@dia"], every: 1d, starts: 2026-11-17, hand_off: "12:00", zone: UTC}
escalation:
  policies:
    - {name: duty, when: {}, levels: [{call: [finance], wait: 3h}, {call: ["on-call:finance"]}]}
"""
    async with calling(database_url, playbook) as here:
        await here.declare()
        await here.look(hours=3)

        [first, second] = (await here.called())[:2]
        assert {first, second} == {CHEN, DIA}, "the shift changed at noon, between the two levels"


async def test_without_a_word_in_the_playbook_nobody_is_called(database_url: str) -> None:
    async with calling(database_url, "announce: data-incidents") as here:
        number = await here.declare(severity="sev1")
        await here.look(days=2)

        assert await here.called() == []
        assert await here.escalation(number) is None


async def test_a_drill_calls_nobody_and_shows_whom_it_would(here: Calling) -> None:
    await here.declare(is_drill=True)
    await here.look(minutes=10)

    assert await here.states() == [
        (BEN, CallState.PRETENDED),
        (CHEN, CallState.PRETENDED),
        (CHEN, CallState.PRETENDED),
    ]
    assert await here.waiting("call_by_slack", "place_call") == []
    assert not [item for item in await here.waiting("invite_people") if item.intent.get("people")]
    assert len(await here.waiting("post_summons")) == 2


async def test_of_several_replicas_that_look_at_once_one_calls(here: Calling, database_url: str) -> None:
    await here.house.declare(severity=Severity.SEV2)
    async with open_house(database_url, playbook=here.house.store.playbook) as other:
        stores = (here.house.store, other.store) * 2
        await asyncio.gather(*(escalate_due(store) for store in stores))
        await here.look()

    assert await here.called() == [BEN]


async def test_one_that_cannot_be_looked_at_holds_up_no_other(
    here: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.oncall import escalate_due as module

    odd = await here.house.declare(severity=Severity.SEV2)
    fine = await here.house.declare(severity=Severity.SEV2)
    real = module.plan_of

    def plan_of(escalation, incident, *more):  # type: ignore[no-untyped-def]
        if incident.id == odd:
            raise ValueError("odd")
        return real(escalation, incident, *more)

    monkeypatch.setattr(module, "plan_of", plan_of)
    await here.look()
    assert [call.incident_id for call in await here.calls()] == [fine]

    monkeypatch.undo()
    await here.look(minutes=1)
    assert [call.incident_id for call in await here.calls()] == [fine, odd]


async def test_while_somebody_else_is_waited_for_nothing_lapses_and_afterwards_it_counts_from_then(
    here: Calling,
) -> None:
    number = await here.declare()
    until_at = here.house.clock() + timedelta(days=2)
    await here.house.act(pause, number, until_at, "the vendor looks into it", by_id=ANA)
    await here.look(days=1, hours=23)
    assert await here.called() == [BEN]

    here.house.clock.advance(hours=1)
    await wake_paused(here.house.store)
    await here.look(minutes=59)
    assert await here.called() == [BEN]
    await here.look(minutes=1)

    assert await here.called() == [BEN, BEN]
