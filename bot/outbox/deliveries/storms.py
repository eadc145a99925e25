"""What gathers in an incident, in the thread of its card: posted once, edited in place as it grows."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.show_causes import causes_view
from bot.blocks.causes import SHOWN, causes_list
from bot.blocks.kit import Message
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.deliveries.cards import edit_of, opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit
from bot.outbox.post import Letter, Post
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place


class PostCauses(Post):
    """The list, as an answer to the card."""

    kind = "post_causes"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        channel_id = opened_channel(place)
        return Letter(channel_id, await _draw(item, session), thread_ts=place.card_ts)

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.causes_ts = result["ts"]


class EditCauses(Edit):
    """Let the list say what is true now."""

    kind = "edit_causes"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        if place.causes_ts is None:
            raise Skip("there is no list")
        return Call(args=edit_of(opened_channel(place), place.causes_ts, await _draw(item, session)))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Someone deleted it: they have seen it, and `why` tells the same."""
        return error.code in GONE


async def _draw(item: OutboxItem, session: AsyncSession) -> Message:
    return causes_list(await causes_view(session, item.incident_id or 0, most=SHOWN))
