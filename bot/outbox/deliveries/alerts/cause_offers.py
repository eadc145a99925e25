"""What shares a cause with an incident, told in its channel with two buttons, and edited as it grows."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.cause_offers import offer_view
from bot.blocks.alerts.cause_offer import cause_offer
from bot.blocks.kit import Message
from bot.desk import Desk
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.cause import Cause
from models.outbox import OutboxItem
from models.place import Place


class PostCauseOffer(Post):
    """The offer."""

    kind = "post_cause_offer"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now; of what went elsewhere meanwhile there is nothing to say."""
        place = await session.get_one(Place, item.incident_id)
        return Letter(opened_channel(place), await _draw(item, session))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here; the cause may lead somewhere else at this very moment."""
        cause = await uow.session.get(Cause, item.intent["cause_key"], with_for_update=True)
        if cause is not None and cause.incident_id == item.incident_id:
            cause.offer_channel_id, cause.offer_ts = result["channel_id"], result["ts"]


class EditCauseOffer(Edit):
    """Let the offer say what is true now."""

    kind = "edit_cause_offer"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        cause = await session.get(Cause, item.intent["cause_key"])
        if cause is None or cause.offer_ts is None or cause.offer_channel_id is None:
            raise Skip("there is no offer")
        return Call(args=edit_of(cause.offer_channel_id, cause.offer_ts, await _draw(item, session)))


async def _draw(item: OutboxItem, session: AsyncSession) -> Message:
    view = await offer_view(session, item.intent["cause_key"])
    cause = await session.get(Cause, item.intent["cause_key"])
    if view is None or cause is None or cause.incident_id != item.incident_id:
        raise Skip("the cause led somewhere else meanwhile")
    return cause_offer(view)
