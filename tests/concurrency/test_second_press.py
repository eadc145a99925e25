"""Whoever is second is told who was first, also where both pressed at the same moment."""

import asyncio
from datetime import timedelta

import pytest

from bot.alerts.silence import Wish, silence
from bot.causes.answer_cause import answer_cause, drop_cause
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry, amend_message
from bot.ledger.withdraw_entry import withdraw_entry, withdraw_message
from bot.oncall.answer_call import answer_by_key
from models.cause_walk import Question
from models.errors import NothingToChange
from models.ledger import EntryKind
from models.silence import Silence
from models.vocabulary import CallState, SilenceScope
from tests.builders import ANA, BEN, DIA, House
from tests.concurrency.overtaken import overtaken, until_it_waits
from tests.oncall.calling import calling

CHANNEL, TS = "C0OPENED01", "1.000700"


async def test_an_entry_is_withdrawn_once(house: House) -> None:
    entry_id = await _note(house)

    with overtaken(lambda: house.act(withdraw_entry, entry_id, by_id=BEN)), pytest.raises(NothingToChange):
        await house.act(withdraw_entry, entry_id, by_id=ANA)

    assert [each.actor_id for each in await house.entries(EntryKind.ENTRY_WITHDRAWN)] == [BEN]


async def test_what_was_withdrawn_is_not_amended(house: House) -> None:
    entry_id = await _note(house)

    with overtaken(lambda: house.act(withdraw_entry, entry_id, by_id=BEN)), pytest.raises(NothingToChange):
        await house.act(amend_entry, entry_id, "It was Tuesday", by_id=ANA)

    assert await house.entries(EntryKind.ENTRY_AMENDED) == []


async def test_a_message_of_which_two_replicas_are_told_is_taken_up_once(house: House) -> None:
    await _note(house)

    with overtaken(lambda: house.act(amend_message, CHANNEL, TS, "It was Tuesday", by_id=ANA)):
        assert await house.act(amend_message, CHANNEL, TS, "It was Tuesday", by_id=ANA) == []
    with overtaken(lambda: house.act(withdraw_message, CHANNEL, TS, EntryKind.NOTE_ADDED, by_id=ANA)):
        assert await house.act(withdraw_message, CHANNEL, TS, EntryKind.NOTE_ADDED, by_id=ANA) == []

    assert len(await house.entries(EntryKind.ENTRY_AMENDED, EntryKind.ENTRY_WITHDRAWN)) == 2


async def test_a_cause_is_dropped_once(house: House) -> None:
    number = await house.declare()
    cause_id = await house.act(answer_cause, number, {Question.STATEMENT: "The join"}, by_id=ANA)

    with overtaken(lambda: house.act(drop_cause, cause_id, by_id=BEN)), pytest.raises(NothingToChange):
        await house.act(drop_cause, cause_id, by_id=ANA)

    assert [each.actor_id for each in await house.entries(EntryKind.CAUSE_DROPPED)] == [BEN]


async def test_what_was_acknowledged_is_not_answered_by_a_call_that_rings_on(postgres_url: str) -> None:
    async with calling(postgres_url) as here:
        number = await here.declare()
        [call] = await here.calls()

        with overtaken(lambda: here.acknowledge(number, DIA)):
            assert await here.house.act(answer_by_key, call.key) is False

        assert await here.states() == [(BEN, CallState.WITHDRAWN)]
        assert await here.house.entries(EntryKind.CALL_ANSWERED) == []


async def test_the_same_is_silenced_once(house: House) -> None:
    until_at = house.clock() + timedelta(hours=2)
    wish = Wish(scope=SilenceScope.ASSET, pattern="finance.*", until_at=until_at, because="Moving day")

    async with house.store.unit() as uow:
        await silence(uow, wish, by_id=BEN)
        second = asyncio.create_task(house.act(silence, wish, by_id=ANA))
        await until_it_waits(house, second)
    with pytest.raises(NothingToChange):
        await second

    assert [each.by_id for each in await house.all_of(Silence)] == [BEN]


async def _note(house: House) -> int:
    number = await house.declare()
    message = (CHANNEL, TS, None)
    entry = await house.act(
        add_entry, number, EntryKind.NOTE_ADDED, "It was Monday", by_id=ANA, message=message
    )
    entry_id: int = entry.id
    return entry_id
