"""The announcement: one message in the announcement channel, edited in place as the incident goes on."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.incidents.announcement import announcement
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_incident import incident_view
from bot.outbox.delivery import Call, Postpone, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place

#: Seconds between looks while the announcement channel has not been found.
LOOK_AGAIN = 30.0


class PostAnnouncement(Post):
    """Tell the workspace that something is wrong, and how to join; never of a private incident."""

    kind = "post_announcement"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Announce as things stand now."""
        if desk.playbook.announce is None:
            raise Skip("the playbook announces nowhere")
        channel_id = desk.directory.channel(desk.playbook.announce)
        if channel_id is None:
            if desk.directory.absent:
                raise Skip(f"#{desk.playbook.announce} does not exist, or I may not see it")
            raise Postpone(LOOK_AGAIN, f"#{desk.playbook.announce} has not been found yet")
        view = await incident_view(session, item.of_incident, desk.clock())
        if view.is_private:
            raise Skip("a private incident is not announced")
        return Letter(channel_id, announcement(view))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.announcement_channel_id, place.announcement_ts = result["channel_id"], result["ts"]


class EditAnnouncement(Edit):
    """Let the announcement say what is true now."""

    kind = "edit_announcement"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        if place.announcement_ts is None or place.announcement_channel_id is None:
            raise Skip("there is no announcement")
        view = await incident_view(session, item.of_incident, desk.clock())
        if view.is_private:
            raise Skip("a private incident is not announced")
        return Call(args=edit_of(place.announcement_channel_id, place.announcement_ts, announcement(view)))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """All who do not work on it miss one that is gone: it is parked, so that somebody hears of it."""
        return False
