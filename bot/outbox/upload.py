"""Files: uploaded in three steps, shared once, found again by the item's id in their name."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.outbox.delivery import Call, Delivery
from bot.outbox.post import CLOCK_SLACK
from models.outbox import OutboxItem


@dataclass(frozen=True, slots=True)
class Document:
    """A file, and the id of the channel that it goes to."""

    to: str
    #: Begins the file's name; the item's id and the ending are added.
    name: str
    title: str
    content: str


class Upload(Delivery):
    """A kind of item that is one new file."""

    @abstractmethod
    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """Say what is to be shared now, and where. Raises Skip or Postpone."""

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Write, and name the file so that it can be found."""
        document = await self.write(item, session, desk)
        name = f"{document.name}-i{item.id}.md"
        args = {"to": document.to, "name": name, "title": document.title, "content": document.content}
        return Call(args=args, item_id=item.id)

    def sought(self, call: Call) -> dict[str, Any]:
        """Where it goes, and under which name."""
        return {"to": call.args["to"], "name": call.args["name"]}

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Ask where to, upload, share. Only the last step is seen by anybody."""
        content = call.args["content"].encode()
        place = await desk.chat.read(
            "files.getUploadURLExternal", filename=call.args["name"], length=len(content)
        )
        await desk.chat.upload(place["upload_url"], content)
        answer = await desk.chat.call(
            "files.completeUploadExternal",
            files=[{"id": place["file_id"], "title": call.args["title"]}],
            channel_id=call.args["to"],
        )
        shared: dict[str, Any] = next(iter(answer.get("files") or []), {})
        link = shared.get("permalink") or _address(desk, place["file_id"], call.args["name"])
        return {"file_id": place["file_id"], "permalink": link}

    async def find(self, call: Call, since: float, desk: Desk) -> dict[str, Any] | None:
        """Read what was shared since, for a file of this name."""
        oldest = f"{since - CLOCK_SLACK:.6f}"
        async for message in desk.chat.pages(
            "conversations.history", "messages", channel=call.args["to"], oldest=oldest
        ):
            for file in message.get("files") or []:
                if file.get("name") == call.args["name"]:
                    return {"file_id": file["id"], "permalink": file.get("permalink")}
        return None


def _address(desk: Desk, file_id: str, name: str) -> str | None:
    """Slack need not say where a file is; its addresses are made of what we know."""
    ours = desk.identity
    return f"{ours.team_url}files/{ours.user_id}/{file_id}/{name.lower()}" if ours.team_url else None
