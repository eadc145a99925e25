"""Changes in the channel: a message for each."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.ledger.change_card import change_card
from bot.desk import Desk
from bot.ledger.changes import find_change
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.change_card import ChangeCard
from models.outbox import OutboxItem
from models.place import Place


class PostChange(Post):
    """One change, with its buttons."""

    kind = "post_change"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as it stands now."""
        place = await session.get_one(Place, item.incident_id)
        view = await find_change(session, item.intent["change"], desk.playbook)
        thread_ts = place.card_ts if item.intent.get("in_thread") else None
        return Letter(opened_channel(place), change_card(view), thread_ts=thread_ts)

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here."""
        card = await uow.session.get_one(ChangeCard, item.intent["change"])
        card.message_ts = result["ts"]


class EditChange(Edit):
    """Let the message of a change say what became of it."""

    kind = "edit_change"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as it stands now."""
        card = await session.get(ChangeCard, item.intent["change"])
        if card is None or card.message_ts is None:
            raise Skip("there is no message of it")
        place = await session.get_one(Place, item.incident_id)
        view = await find_change(session, card.entry_id, desk.playbook)
        return Call(args=edit_of(opened_channel(place), card.message_ts, change_card(view)))
