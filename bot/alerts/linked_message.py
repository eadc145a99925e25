"""The message that a pasted link names, as an event brings it: only of channels whose alerts all may read."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.alerts.take_message import watches
from bot.channels.read_marked import read_message
from bot.desk import Desk
from bot.errors import ChatError
from bot.slack.chat import patiently
from models.errors import NotFound

_LINK: Final = re.compile(
    r"<?https?://[\w.-]{1,100}/archives/(?P<channel>[CG][A-Z0-9]{2,30})/p(?P<seconds>\d{10})(?P<rest>\d{6})\b\S*"
)

#: Seconds for Slack to show the message: the person waits with the form open.
PATIENCE: Final = 1.5


def place_in(words: str) -> tuple[str, str] | None:
    """Channel and time of the message, where the words are such a link and nothing else."""
    found = _LINK.fullmatch(words.strip())
    return (found["channel"], f"{found['seconds']}.{found['rest']}") if found else None


async def linked_message(desk: Desk, channel_id: str, ts: str) -> Mapping[str, Any]:
    """Read it. Raises NotFound: the bot is in private channels, too, and shows nobody what was said there."""
    if not watches(desk, channel_id):
        raise NotFound("That message is in no watched channel.", "Paste its JSON, or watch the channel.")
    try:
        message = await patiently(read_message(desk, channel_id, ts), seconds=PATIENCE)
    except ChatError as silent:
        raise NotFound(
            "Slack does not show that message now.", "Try again, or paste the JSON of the alert."
        ) from silent
    if message is None:
        raise NotFound("That message is not there any more.", "Paste the JSON of the alert.")
    if desk.identity.bot_id and message.get("bot_id") == desk.identity.bot_id:
        raise NotFound("That message is our own.", "Take the link to the message that the tool posted.")
    return {**message, "type": "message", "channel": channel_id}
