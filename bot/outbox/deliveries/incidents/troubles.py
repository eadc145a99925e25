"""What has to be taken back when a channel was made private by hand."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call, Delivery, Skip
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place


class WithdrawAnnouncement(Delivery):
    """A private incident appears nowhere to others: its announcement is deleted."""

    kind = "withdraw_announcement"
    is_discreet = True
    method = "chat.delete"
    harmless_twice = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Find what was announced."""
        place = await session.get_one(Place, item.incident_id)
        if place.announcement_ts is None:
            raise Skip("there is no announcement")
        return Call(args={"channel": place.announcement_channel_id, "ts": place.announcement_ts})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Delete it."""
        await desk.chat.call("chat.delete", **call.args)
        return {}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """There is nothing left to edit."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.announcement_ts = None

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Someone deleted it before us, or we did and did not live to hear of it, which is as good."""
        if error.code not in GONE:
            return False
        await self.applied(item, {}, uow, desk)
        return True
