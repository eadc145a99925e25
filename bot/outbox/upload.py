"""Files: uploaded in three steps, shared once, found again by the item's id in their name."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.outbox.delivery import Call, Delivery
from bot.outbox.post import CLOCK_SLACK, conversation_of
from models.outbox import OutboxItem


@dataclass(frozen=True, slots=True)
class Document:
    """A file, and the id of the channel that it goes to."""

    #: Of a person: the direct message with them.
    to: str
    #: Begins the file's name; the item's id and the ending are added.
    name: str
    title: str
    #: Bytes may also be made when it is sent: see `Upload.content_of`.
    content: str | bytes = b""
    ending: str = "md"
    #: Of a picture, what it shows; and what is said above it.
    alt_text: str | None = None
    comment: str | None = None
    thread_ts: str | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)


class Upload(Delivery):
    """A kind of item that is one new file."""

    @abstractmethod
    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """Say what is to be shared now, and where. Raises Skip or Postpone."""

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Write, and name the file so that it can be found."""
        document = await self.write(item, session, desk)
        args = {
            "to": document.to,
            "name": f"{document.name}-i{item.id}.{document.ending}",
            "title": document.title,
            "content": document.content,
            "alt_text": document.alt_text,
            "comment": document.comment,
            "thread_ts": document.thread_ts,
        }
        return Call(args=args, item_id=item.id, notes=document.notes)

    def sought(self, call: Call) -> dict[str, Any]:
        """Where it goes, and under which name."""
        return {"to": call.args["to"], "name": call.args["name"], "thread_ts": call.args["thread_ts"]}

    async def content_of(self, call: Call) -> bytes:
        """The bytes; what takes long to make is made here, where no transaction waits. Raises ChatError."""
        content = call.args["content"]
        return content.encode() if isinstance(content, str) else bytes(content)

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Ask where to, upload, share. Only the last step is seen by anybody."""
        content, to = await self.content_of(call), await conversation_of(call.args["to"], desk)
        place = await desk.chat.read(
            "files.getUploadURLExternal",
            filename=call.args["name"],
            length=len(content),
            alt_txt=call.args["alt_text"],
        )
        await desk.chat.upload(place["upload_url"], content)
        answer = await desk.chat.call(
            "files.completeUploadExternal",
            files=[{"id": place["file_id"], "title": call.args["title"]}],
            channel_id=to,
            thread_ts=call.args["thread_ts"],
            initial_comment=call.args["comment"],
        )
        shared: dict[str, Any] = next(iter(answer.get("files") or []), {})
        link = shared.get("permalink") or _address(desk, place["file_id"], call.args["name"])
        return {"file_id": place["file_id"], "permalink": link}

    async def find(self, call: Call, since: float, desk: Desk) -> dict[str, Any] | None:
        """Read what was shared since, for a file of this name."""
        oldest = f"{since - CLOCK_SLACK:.6f}"
        where: dict[str, Any] = {"channel": await conversation_of(call.args["to"], desk), "oldest": oldest}
        method = "conversations.history"
        if call.args.get("thread_ts"):
            method, where["ts"] = "conversations.replies", call.args["thread_ts"]
        async for message in desk.chat.pages(method, "messages", **where):
            for file in message.get("files") or []:
                if file.get("name") == call.args["name"]:
                    return {"file_id": file["id"], "permalink": file.get("permalink")}
        return None


def _address(desk: Desk, file_id: str, name: str) -> str | None:
    """Slack need not say where a file is; its addresses are made of what we know."""
    ours = desk.identity
    return f"{ours.team_url}files/{ours.user_id}/{file_id}/{name.lower()}" if ours.team_url else None
