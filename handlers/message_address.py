"""The address of a message, asked of Slack while a person waits for a form."""

from typing import Final

from bot.desk import Desk
from bot.errors import ChatError
from bot.slack.chat import patiently

#: Seconds to wait for it: the form's trigger lives for three.
PATIENCE: Final = 1.0


async def address_of(desk: Desk, channel_id: str | None, ts: str) -> str | None:
    """None where Slack does not say in time: the form opens without it."""
    try:
        found: str | None = await patiently(desk.chat.permalink(channel_id or "", ts), seconds=PATIENCE)
    except ChatError:
        return None
    return found
