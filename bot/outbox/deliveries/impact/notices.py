"""What owners are told: their notice, that it was read, once more if it was not, and that it is over."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.impact import notice as texts
from bot.desk import Desk
from bot.errors import ChatError
from bot.impact.look_soon import look_soon
from bot.impact.show_notice import may_know, notice_view
from bot.outbox.deliveries.to_owner import ToOwner
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter
from bot.uow import UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind
from models.notice import Notice
from models.outbox import OutboxItem


class PostNotice(ToOwner):
    """One message to one owner."""

    kind = "post_notice"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say what is true now; an incident that became private since is told to its members alone."""
        notice = await _notice(item, session)
        return Letter(notice.to_id, texts.notice(await notice_view(desk, session, notice)))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """It is edited here once it is read."""
        notice = await uow.session.get_one(Notice, item.intent["notice_id"])
        notice.channel_id, notice.message_ts = result["channel_id"], result["ts"]

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Whoever cannot be written to is named beside those who have read it, and in the ledger."""
        notice = await uow.session.get_one(Notice, item.intent["notice_id"])
        notice.refused = error.code[:80]
        incident = await uow.session.get_one(Incident, notice.incident_id)
        uow.record(
            incident.entry(
                EntryKind.OWNERS_UNREACHED, at=uow.now, text=error.code, notice=notice.id, told=[notice.to_id]
            )
        )
        await look_soon(uow, incident)
        return True


class EditNotice(Edit):
    """Let it say who has read it."""

    kind = "edit_notice"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        notice = await _notice(item, session)
        if notice.channel_id is None or notice.message_ts is None:
            raise Skip("it was not posted")
        drawn = texts.notice(await notice_view(desk, session, notice))
        return Call(args=edit_of(notice.channel_id, notice.message_ts, drawn))


class ChaseNotice(ToOwner):
    """Ask once more, unless they have read it meanwhile."""

    kind = "chase_notice"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Two lines, and the same button."""
        notice = await _notice(item, session)
        if notice.read_at is not None:
            raise Skip("they have read it by now")
        return Letter(notice.to_id, texts.chased(await notice_view(desk, session, notice)))


class EndNotice(ToOwner):
    """It is over, or goes on after all."""

    kind = "end_notice"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """By the incident that it ended in; where that is private, by the one that they know of."""
        notice = await _notice(item, session)
        of = await session.get_one(Incident, item.intent["of_id"])
        is_hidden = of.is_private and of.id != notice.incident_id
        of_id = notice.incident_id if is_hidden else of.id
        view = await notice_view(desk, session, notice, of_id=of_id)
        return Letter(notice.to_id, texts.again(view) if of.is_open else texts.over(view))


async def _notice(item: OutboxItem, session: AsyncSession) -> Notice:
    """What is told; nothing of an incident of which its owner may not know."""
    notice = await session.get_one(Notice, item.intent["notice_id"])
    if not await may_know(session, notice):
        raise Skip("they are not in the channel of this private incident")
    return notice
