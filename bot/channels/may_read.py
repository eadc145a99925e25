"""Whether somebody may read a channel: asked of Slack before we tell them what stands there."""

from typing import Final

from bot.desk import Desk
from bot.errors import ChatError
from bot.slack.chat import patiently
from models.errors import NotFound

#: Seconds that the person waits for it; without an answer we tell nothing.
PATIENCE: Final = 1.5


async def require_may_read(desk: Desk, channel_id: str, user_id: str, *, typed_in: str | None = None) -> None:
    """Whoever types in a channel reads it. Raises NotFound, as for a message that is not there."""
    if channel_id == typed_in or await _may_read(desk, channel_id, user_id):
        return
    raise NotFound(
        "I know of no alert in that message.", "Copy the link of an alert's message, or of its card."
    )


async def _may_read(desk: Desk, channel_id: str, user_id: str) -> bool:
    """Public channels are open to all but guests, who read only where they were let in."""
    try:
        info = await patiently(desk.chat.read("conversations.info", channel=channel_id), seconds=PATIENCE)
        person = await desk.directory.look_up(user_id)
        is_open = not info["channel"].get("is_private", True)
        if is_open and person is not None and not person.is_guest:
            return True
        return user_id in await patiently(_members(desk, channel_id), seconds=PATIENCE)
    except ChatError:
        return False


async def _members(desk: Desk, channel_id: str) -> frozenset[str]:
    pages = desk.chat.pages("conversations.members", "members", channel=channel_id)
    return frozenset([member["id"] async for member in pages])
