"""Messages: posted once, found again by the id in their metadata, edited as often as need be."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.desk import Desk
from bot.outbox.delivery import Call, Delivery
from models.outbox import OutboxItem

#: The name under which our metadata travels. Anyone in the workspace can read it: ids only.
EVENT_TYPE: Final = "breakwater_item"

#: Seconds by which Slack's clock and the database's may differ when a message is looked up.
CLOCK_SLACK: Final = 120.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and where it goes; `to` is a channel's id, or a person's for a direct message."""

    to: str
    message: Message
    thread_ts: str | None = None


class Post(Delivery):
    """A kind of item that is one new message."""

    method = "chat.postMessage"

    @abstractmethod
    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say what is to be posted now, and where. Raises Skip or Postpone."""

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Compose, and add what makes the message findable."""
        letter = await self.compose(item, session, desk)
        args = {
            "channel": letter.to,
            "thread_ts": letter.thread_ts,
            **letter.message.as_payload(),
            "metadata": {"event_type": EVENT_TYPE, "event_payload": mark_of(item)},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return Call(args=args, item_id=item.id, notes={"mark": mark_of(item)})

    def sought(self, call: Call) -> dict[str, Any]:
        """Where it goes."""
        return {"channel": call.args["channel"], "thread_ts": call.args["thread_ts"]}

    def seek(self, item: OutboxItem) -> Call:
        """Where it went, and the mark that it would bear."""
        return Call(args=item.result or {}, item_id=item.id, notes={"mark": mark_of(item)})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Post it."""
        answer = await desk.chat.call("chat.postMessage", **call.args)
        return {"channel_id": answer["channel"], "ts": answer["ts"]}

    async def find(self, call: Call, since: float, desk: Desk) -> dict[str, Any] | None:
        """Read what was posted since, in the channel or the thread, for our mark."""
        channel_id = await conversation_of(call.args["channel"], desk)
        window: dict[str, Any] = {"oldest": f"{since - CLOCK_SLACK:.6f}", "include_all_metadata": True}
        method = "conversations.history"
        if call.args.get("thread_ts"):
            method, window["ts"] = "conversations.replies", call.args["thread_ts"]
        async for message in desk.chat.pages(method, "messages", channel=channel_id, **window):
            metadata = message.get("metadata") or {}
            if (
                metadata.get("event_type") == EVENT_TYPE
                and metadata.get("event_payload") == call.notes["mark"]
            ):
                return {"channel_id": channel_id, "ts": message["ts"]}
        return None


def mark_of(item: OutboxItem) -> dict[str, Any]:
    """What names this very item, also against the rows of an earlier database in the same workspace."""
    return {"item": item.id, "born": int(item.created_at.timestamp())}


async def conversation_of(to: str, desk: Desk) -> str:
    """A direct message is posted to a person, but read from the conversation with them."""
    if not to.startswith(("U", "W")):
        return to
    answer = await desk.chat.call("conversations.open", users=to)
    return str(answer["channel"]["id"])
