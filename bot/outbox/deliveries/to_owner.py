"""What is written to an owner: a person, or a team by its channel."""

from typing import Any

from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call
from bot.outbox.post import Post


class ToOwner(Post):
    """A message to an owner: a person, or a team's channel, in which we need not be."""

    async def find(self, call: Call, since: float, desk: Desk) -> dict[str, Any] | None:
        """A team's channel is posted to from outside, but can be read by those in it alone."""
        if not str(call.args["channel"]).startswith(("U", "W")):
            await _join(call.args["channel"], desk)
        return await super().find(call, since, desk)


async def _join(channel_id: str, desk: Desk) -> None:
    """Be in a public channel; of a private one nobody becomes a member so, but we may be one already."""
    try:
        await desk.chat.call("conversations.join", channel=channel_id)
    except ChatError as refused:
        if refused.code != "method_not_supported_for_channel_type":
            raise
