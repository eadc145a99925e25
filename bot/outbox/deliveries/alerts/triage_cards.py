"""Cards of alerts: one answer in the thread of each, edited in place through its life."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.board import redraw_board
from bot.alerts.show_alert import alert_view
from bot.blocks.alerts.triage_card import triage_card
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.alert import Alert
from models.outbox import OutboxItem

#: The alert's message, or our card, was deleted by someone: then nobody is to be asked about it there.
_DELETED: Final = frozenset({"message_not_found", "thread_not_found"})


class PostTriageCard(Post):
    """Answer in the thread of the alert; by then it may be settled, and the card says so.

    An alert that came by no message is answered by a message of its own in its alert channel.
    """

    kind = "post_triage_card"
    is_discreet = True

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        alert = await session.get_one(Alert, item.intent["alert_id"])
        channel_id = alert.channel_id or item.intent.get("channel_id")
        if channel_id is None:
            raise Skip("it shows in no channel")
        view = await alert_view(session, alert.id, desk.clock())
        return Letter(channel_id, triage_card(view), thread_ts=alert.message_ts)

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here; where there is no other message, the board links it."""
        alert = await uow.session.get_one(Alert, item.intent["alert_id"])
        alert.card_ts, alert.channel_id = result["ts"], alert.channel_id or result["channel_id"]
        if alert.message_ts is None:
            await redraw_board(uow, alert.channel_id)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Without the message there is no thread to ask in."""
        return error.code in _DELETED


class EditTriageCard(Edit):
    """Let the card say what is true now."""

    kind = "edit_triage_card"
    is_discreet = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        alert = await session.get_one(Alert, item.intent["alert_id"])
        if alert.card_ts is None or alert.channel_id is None:
            raise Skip("there is no card")
        view = await alert_view(session, alert.id, desk.clock())
        return Call(args=edit_of(alert.channel_id, alert.card_ts, triage_card(view)))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Someone deleted the card: they have seen it."""
        return error.code in _DELETED
