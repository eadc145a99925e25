"""Messages of ours in the thread of a card, one for each topic: posted once, edited in place ever after."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.show_causes import causes_view
from bot.blocks.alerts.causes import SHOWN, causes_list
from bot.blocks.causes.root_causes import root_causes_board
from bot.blocks.kit import Message
from bot.blocks.ledger.hypotheses import hypotheses_board
from bot.blocks.repair.backfill import backfill_board
from bot.blocks.verification.checks import checks_list
from bot.causes.read_causes import root_causes_view
from bot.desk import Desk
from bot.ledger.hypotheses import board_of
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.repair.read_backfill import backfill_of
from bot.uow import UnitOfWork
from bot.verification.show_proof import proof_view
from models.incident import Incident
from models.outbox import OutboxItem
from models.place import Place
from models.thread_message import ThreadMessage, ThreadTopic


async def _alert_causes(_desk: Desk, session: AsyncSession, incident_id: int) -> Message:
    return causes_list(await causes_view(session, incident_id, most=SHOWN))


async def _hypotheses(_desk: Desk, session: AsyncSession, incident_id: int) -> Message:
    return hypotheses_board(await board_of(session, await session.get_one(Incident, incident_id)))


async def _root_causes(_desk: Desk, session: AsyncSession, incident_id: int) -> Message:
    return root_causes_board(await root_causes_view(session, incident_id))


async def _backfill(_desk: Desk, session: AsyncSession, incident_id: int) -> Message:
    return backfill_board(await backfill_of(session, incident_id))


async def _checks(desk: Desk, session: AsyncSession, incident_id: int) -> Message:
    return checks_list(await proof_view(desk, session, incident_id))


_DRAWN: Final[Mapping[ThreadTopic, Callable[[Desk, AsyncSession, int], Awaitable[Message]]]] = {
    ThreadTopic.ALERT_CAUSES: _alert_causes,
    ThreadTopic.HYPOTHESES: _hypotheses,
    ThreadTopic.ROOT_CAUSES: _root_causes,
    ThreadTopic.BACKFILL: _backfill,
    ThreadTopic.CHECKS: _checks,
}


class PostInThread(Post):
    """One of them, as an answer to the card."""

    kind = "post_in_thread"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        return Letter(opened_channel(place), await _drawn(item, session, desk), thread_ts=place.card_ts)

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here."""
        key = (item.incident_id, item.intent["topic"])
        shown = await uow.session.get_one(ThreadMessage, key)
        shown.message_ts = result["ts"]


class EditInThread(Edit):
    """Let it show the truth again."""

    kind = "edit_in_thread"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        shown = await session.get(ThreadMessage, (item.incident_id, item.intent["topic"]))
        if shown is None or shown.message_ts is None:
            raise Skip("there is no such message")
        place = await session.get_one(Place, item.incident_id)
        return Call(args=edit_of(opened_channel(place), shown.message_ts, await _drawn(item, session, desk)))


async def _drawn(item: OutboxItem, session: AsyncSession, desk: Desk) -> Message:
    return await _DRAWN[ThreadTopic(item.intent["topic"])](desk, session, item.of_incident)
