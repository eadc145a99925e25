"""Events about what is no longer there, and a channel that cannot be read, hold up nobody."""

from typing import Any

import pytest

from bot.channels import reconcile as slow_tick
from bot.channels.reconcile import reconcile
from models.ledger import EntryKind
from models.place import Place
from tests.builders import ANA
from tests.hearing import Hearing


@pytest.mark.parametrize("kind", ["reaction_added", "reaction_removed"])
async def test_a_reaction_on_a_message_that_is_gone_is_no_dead_letter(hearing: Hearing, kind: str) -> None:
    _, channel_id = await hearing.open(ANA)

    item = {"type": "message", "channel": channel_id, "ts": "1700000000.000100"}
    await hearing.tell(type=kind, user=ANA, reaction="pushpin", item=item)

    assert await hearing.house.entries(EntryKind.NOTE_ADDED) == []


async def test_what_is_odd_in_one_channel_keeps_the_tick_from_no_other(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, _ = await hearing.open(ANA, title="Odd")
    good, _ = await hearing.open(ANA, title="Good")
    looked_at = []

    async def look(_desk: Any, incident_id: int, _channel_id: str) -> None:
        looked_at.append(incident_id)
        if incident_id == odd:
            raise KeyError("something that nobody thought of")

    monkeypatch.setattr(slow_tick, "look_at", look)
    async with hearing.house.store.unit() as uow:
        for place in [await uow.session.get_one(Place, number) for number in (odd, good)]:
            place.checked_at = None

    await reconcile(hearing.desk)

    assert looked_at == [odd, good]
