"""Boards of alert channels: posted once, pinned once, edited in place as alerts come and go."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.board import post_board
from bot.alerts.show_board import board_view
from bot.blocks.alerts.board import board
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.deliveries.channel import pin
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from models.board import Board
from models.outbox import OutboxItem, Priority

#: The message is not there to be edited any more, or not by us: another one takes its place.
_LOST: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


class PostBoard(Post):
    """The one message that shows what is red and yellow in a channel."""

    kind = "post_board"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        channel_id = item.intent["channel_id"]
        return Letter(channel_id, board(await board_view(session, channel_id, desk)))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here; it is pinned, so that the channel opens with it."""
        row = await uow.session.get_one(Board, item.intent["channel_id"])
        row.message_ts, row.drawn_at = result["ts"], uow.now
        await uow.announce("pin_board", priority=Priority.BOARD, channel_id=row.channel_id)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Where we are not let in, it is tried again later, when alerts come."""
        row = await uow.session.get_one(Board, item.intent["channel_id"])
        row.drawn_at = uow.now
        return error.code in GONE


class EditBoard(Edit):
    """Let the board say what is true now; one that somebody deleted is posted anew."""

    kind = "edit_board"
    is_discreet = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        row = await session.get_one(Board, item.intent["channel_id"])
        if row.message_ts is None:
            raise Skip("there is no board")
        drawn = board(await board_view(session, row.channel_id, desk))
        return Call(args=edit_of(row.channel_id, row.message_ts, drawn))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """From here on it counts how old it looks."""
        row = await uow.session.get_one(Board, item.intent["channel_id"])
        row.drawn_at = uow.now

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Somebody deleted it, or the workspace lets nobody edit what is old."""
        row = await uow.session.get_one(Board, item.intent["channel_id"])
        row.drawn_at = uow.now
        if error.code in _LOST:
            await post_board(uow, row)
        return error.code in GONE


class PinBoard(Delivery):
    """Pin the board."""

    kind = "pin_board"
    method = "pins.add"
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Pin what was posted."""
        row = await session.get_one(Board, item.intent["channel_id"])
        if row.message_ts is None:
            raise Skip("there is no board")
        return Call(args={"channel": row.channel_id, "timestamp": row.message_ts})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Pin it; already pinned is as good."""
        await pin(call, desk)
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Deleted before it could be pinned: its next edit posts another one."""
        return error.code in GONE
