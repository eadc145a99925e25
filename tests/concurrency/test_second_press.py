"""Whoever is second is told who was first, also where both pressed at the same moment."""

import pytest

from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry, amend_message
from bot.ledger.withdraw_entry import withdraw_entry, withdraw_message
from models.errors import NothingToChange
from models.ledger import EntryKind
from tests.builders import ANA, BEN, House
from tests.concurrency.overtaken import overtaken

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


async def _note(house: House) -> int:
    number = await house.declare()
    message = (CHANNEL, TS, None)
    entry = await house.act(
        add_entry, number, EntryKind.NOTE_ADDED, "It was Monday", by_id=ANA, message=message
    )
    entry_id: int = entry.id
    return entry_id
