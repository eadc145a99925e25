"""Calls, pauses, closings, merges and presses in any order: nobody is asked in vain, nobody is forgotten."""

import asyncio
import random
from datetime import timedelta
from typing import Any, Final

import pytest

from bot.incidents.acknowledge_incident import acknowledge
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.oncall.answer_call import answer_call
from bot.oncall.escalate_due import escalate_due
from bot.oncall.place_call import call_delivered, call_failed
from bot.oncall.start_escalation import escalate
from bot.stages.pause import pause
from bot.stages.resume import wake_paused
from models.call import Call, Escalation, Summons
from models.errors import BreakwaterError
from models.incident import Incident
from models.vocabulary import CallState, Outcome, Severity
from tests.builders import ANA, BEN, CHEN, DIA
from tests.oncall.calling import EMIL, Calling, calling

STEPS: Final = 60
STRANGER: Final = "U0STRANGER"
OPEN: Final = {CallState.PLACED, CallState.DELIVERED}


async def test_a_pause_that_is_over_and_not_ended_yet_is_not_looked_at_without_end(database_url: str) -> None:
    async with calling(database_url) as here:
        number = await here.declare()
        until_at = here.house.clock() + timedelta(hours=1)
        await here.house.act(pause, number, until_at, "Waiting for the vendor.", by_id=BEN)
        here.house.clock.advance(hours=2)

        async with asyncio.timeout(20):
            while await escalate_due(here.house.store):
                pass


@pytest.mark.parametrize("seed", [1, 5])
async def test_whatever_happens_in_whatever_order_calls_and_incident_agree(
    database_url: str, seed: int
) -> None:
    chance = random.Random(seed)
    async with calling(database_url) as here:
        numbers = [await here.declare("sev1"), await here.declare("sev2"), await here.declare(is_drill=True)]
        for _ in range(STEPS):
            await _one_thing(here, numbers, chance)
            await wake_paused(here.house.store)
            await here.look()
            for number in numbers:
                await _agrees(here, number)


async def _one_thing(here: Calling, numbers: list[int], chance: random.Random) -> None:
    number, who = chance.choice(numbers), chance.choice([ANA, BEN, CHEN, DIA, EMIL, STRANGER])
    waiting = [call for call in await here.calls() if call.state in OPEN]
    deeds: list[tuple[Any, ...]] = [
        (acknowledge, number),
        (escalate, number),
        (change_severity, number, chance.choice(list(Severity))),
        (close, number, next(iter(Outcome))),
        (reopen, number),
        (pause, number, here.house.clock() + timedelta(hours=chance.choice([1, 5])), "A vendor."),
        (merge, *chance.sample(numbers, 2)),
        *((answer_call, call.id) for call in waiting[:1]),
    ]
    deed, *given = chance.choice(deeds)
    more = {"cause": "x", "remedy": "y"} if deed is close else {}
    try:
        match chance.randrange(5):
            case 0:
                await here.look(minutes=chance.choice([1, 11, 30, 60, 1500]))
            case 1 if waiting:
                await here.house.act(call_failed, chance.choice(waiting).id, "nobody there")
            case 2 if waiting:
                await here.house.act(call_delivered, chance.choice(waiting).id)
            case _:
                await here.house.act(deed, *given, by_id=who, **more)
    except BreakwaterError:
        pass


async def _agrees(here: Calling, number: int) -> None:
    async with here.house.store.reading() as session:
        incident = await session.get_one(Incident, number)
        escalation = await session.get_one(Escalation, number)
    calls = await here.house.all_of(Call, incident_id=number)
    asked = [call for call in calls if call.state in OPEN]
    ended = [each.ended_at is not None for each in await here.house.all_of(Summons, incident_id=number)]
    is_sought = escalation.acknowledged_at is None and escalation.exhausted_at is None
    if incident.is_drill:
        assert all(call.state is CallState.PRETENDED or call.state not in OPEN for call in calls)
        assert [
            item
            for kind in ("place_call", "call_by_slack")
            for item in await here.waiting(kind)
            if item.incident_id == number
        ] == []
    if not incident.is_open:
        assert (asked, all(ended)) == ([], True)
    elif is_sought and incident.severity is not Severity.SEV4:
        assert escalation.due_at is not None
        assert escalation.due_at > here.house.clock()
        assert escalation.look_at is not None
