"""The incident's channel, once it is open, and what is pinned in a channel."""

from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call, Postpone
from bot.slack.codes import ALREADY_SO
from models.place import Place


async def pin(call: Call, desk: Desk) -> None:
    """Pin a message, or find it pinned. Raises ChatError."""
    try:
        await desk.chat.call("pins.add", **call.args)
    except ChatError as refused:
        if refused.code not in ALREADY_SO:
            raise


def opened_channel(place: Place) -> str:
    """The incident's channel. Raises Postpone while it is not open."""
    if place.channel_id is None:
        raise Postpone(5.0, "the channel is not open yet")
    return place.channel_id
