"""Slack asks us to wait, again and again: everything is said, once and in its order."""

from collections.abc import Callable

import pytest

from models.outbox import Standing
from sandbox.control.dump import dump
from tests.durability.siege import besieged_here
from tests.durability.story import Story
from tests.durability.verdict import about_marks, about_parked

#: More than one channel takes at once: five, then one a second.
CHANGES = 12


@pytest.mark.soak
async def test_more_than_a_channel_takes_is_said_in_order_and_once(
    sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    async with besieged_here(sqlite_url, limits=True) as siege:
        story = Story(siege.people)
        await story.act("opening")
        await siege.settled("opening")
        room_id = await story.room_id()
        name = siege.sandbox.workspace.channels.all[room_id].name
        for number in range(CHANGES):
            await siege.people["ana"].runs(f"/incident severity sev{1 + number % 2}", name)
        await siege.settled("opening")

        channels = dump(siege.sandbox.board)["channels"]
        room = next(channel for channel in channels if channel["id"] == room_id)
        said = [message["text"] for message in room["messages"] if " → " in message["text"]]
        assert len(said) == CHANGES, said
        assert list(about_marks(channels, siege.record)) == []
        assert list(about_parked(siege.record.items(Standing.PARKED))) == []
        assert any(call.status == 429 for call in siege.sandbox.calls)
        record_property("combinations", CHANGES)
