"""The card: posted once, pinned once, redrawn whenever the state changed."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.incidents.card import card
from bot.blocks.kit import Message
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.open_incident import lane_of
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.channel import opened_channel, pin
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Priority
from models.place import Place


class PostCard(Post):
    """The one message that shows current state."""

    kind = "post_card"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        return Letter(opened_channel(place), await draw_card(item, session, desk))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits and the pin find it here."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.card_ts = result["ts"]


class EditCard(Edit):
    """Redraw the card; where someone deleted it, post a new one."""

    kind = "edit_card"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        if place.card_ts is None:
            raise Skip("there is no card")
        message = await draw_card(item, session, desk)
        return Call(args=edit_of(opened_channel(place), place.card_ts, message))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """A deleted card is posted, and pinned, again."""
        if error.code != "message_not_found" or item.incident_id is None:
            return False
        place = await uow.session.get_one(Place, item.incident_id)
        again = await uow.announce(
            "post_card", incident=item.incident_id, lane=lane_of(item.incident_id), priority=Priority.STAGE
        )
        await uow.session.flush()
        place.card_ts, place.card_item_id = None, again.id
        await uow.announce("pin_card", incident=item.incident_id, after=again.id, priority=Priority.STAGE)
        return True


class PinCard(Delivery):
    """Pin the card, so that the channel opens with it."""

    kind = "pin_card"
    method = "pins.add"
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Pin what was posted."""
        place = await session.get_one(Place, item.incident_id)
        if place.card_ts is None:
            raise Skip("there is no card")
        return Call(args={"channel": opened_channel(place), "timestamp": place.card_ts})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Pin it; already pinned is as good."""
        await pin(call, desk)
        return {}


async def draw_card(item: OutboxItem, session: AsyncSession, desk: Desk) -> Message:
    """The card of the item's incident."""
    view = await incident_view(session, item.of_incident, desk.clock())
    return card(view)
