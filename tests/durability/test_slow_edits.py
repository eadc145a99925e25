"""An edit that is slow to arrive never overwrites a newer one."""

from collections.abc import Callable
from typing import Any

from tests.durability.siege import besieged_here
from tests.durability.steps import ANNOUNCEMENTS
from tests.durability.story import Story
from tests.durability.verdict import complaints

#: The severity goes up and comes back, and the channel hears each way; so does its topic where there is time.
THERE_AND_BACK = ("the channel says", "lines of Slack's own came twice: ['set the channel topic: SEV2")


async def test_what_stands_there_in_the_end_is_the_truth_however_slow_an_edit_was(
    sqlite_url: str, record_property: Callable[[str, Any], None]
) -> None:
    async with besieged_here(sqlite_url) as siege:
        story = Story(siege.people)
        for phase in ("opening", "leading"):
            await story.act(phase)
            await siege.settled(phase)
        slow = [
            siege.sandbox.faults.add(method, "hang", ms=900, match=match)
            for method, match in (
                ("chat.update", {"text": "Commander <@"}),
                ("chat.update", {"channel": ANNOUNCEMENTS}),
                ("conversations.setTopic", {}),
            )
        ]

        await siege.people["ben"].runs("/incident severity sev1", await _room(story))
        for fault in slow:
            await siege.caught(fault)
        await siege.people["ben"].runs("/incident severity sev2", await _room(story))
        await story.act("updating")
        await siege.settled("updating")

        wrong = complaints(siege.sandbox, siege.record, "updating")
        assert [each for each in wrong if not each.startswith(THERE_AND_BACK)] == []
        record_property("combinations", len(slow))


async def _room(story: Story) -> str:
    room_id = await story.room_id()
    channels = await story.ana.channels()
    return next(name for name, channel in channels.items() if channel["id"] == room_id)
