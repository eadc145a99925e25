"""Edits in the outbox: a message of ours is to show what is true now."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call, Delivery, Skip
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from models.outbox import OutboxItem


class Edit(Delivery):
    """One `chat.update`; its kind says of which message, and what it shows."""

    method = "chat.update"
    harmless_twice = True

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Edit it in place."""
        await desk.chat.call("chat.update", **call.args)
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Someone deleted the message: they have seen it, and the record tells the same."""
        return error.code in GONE


def edit_of(channel_id: str, message_ts: str, message: Message) -> dict[str, Any]:
    """The arguments of an edit. `parse` is said because chat.update, unlike a post, would link "@here"."""
    return {
        "channel": channel_id,
        "ts": message_ts,
        **message.as_payload(),
        "parse": "none",
        "link_names": False,
    }


async def posted_for(item: OutboxItem, session: AsyncSession) -> tuple[OutboxItem, str]:
    """The item that posted what this one edits, where no row of its own keeps that, and the message's ts.

    Raises Skip where nothing was posted.
    """
    posted = await session.get_one(OutboxItem, item.intent["post_item_id"])
    ts = (posted.result or {}).get("ts")
    if ts is None:
        raise Skip("it was never posted")
    return posted, ts
