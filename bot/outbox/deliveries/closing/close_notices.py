"""The close notice, at each place where something had been said of the incident."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.closing.find_told import ANNOUNCEMENT, OWNER
from bot.closing.show_closing import closing_message
from bot.desk import Desk
from bot.errors import ChatError
from bot.impact.show_notice import may_know
from bot.outbox.deliveries.to_owner import ToOwner
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.post import Letter
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from models.incident import Incident
from models.notice import Notice
from models.outbox import OutboxItem, Priority, Standing


class PostClosing(ToOwner):
    """One message to one of them."""

    kind = "post_closing"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say it as it was sent, unless it is not over after all, or they may not know of it any more."""
        incident = await session.get_one(Incident, item.incident_id)
        if incident.is_open:
            raise Skip("it was taken up again")
        await _require_may_hear(item, incident, session)
        drawn = await closing_message(session, item.intent["close_notice_id"], desk)
        return Letter(item.intent["to_id"], drawn, thread_ts=item.intent.get("thread_ts"))

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Below the announcement it is seen outside of the thread, too."""
        call = await super().render(item, session, desk)
        if item.intent["what"] != ANNOUNCEMENT:
            return call
        return Call(args={**call.args, "reply_broadcast": True}, item_id=call.item_id, notes=call.notes)

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """It takes the place of the line that said no more than that it is over."""
        if item.intent["what"] == OWNER:
            await _withdraw_line(item, uow)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """A channel or thread that is gone has nobody who reads it."""
        return error.code in GONE


class WithdrawLine(Delivery):
    """The one line is deleted, for the notice says the same and more."""

    kind = "withdraw_line"
    is_discreet = True
    method = "chat.delete"
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Where it is."""
        return Call(args={"channel": item.intent["channel_id"], "ts": item.intent["ts"]})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Delete it."""
        await desk.chat.call("chat.delete", **call.args)
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Where it cannot be deleted it stays, which is no harm."""
        return True


async def _require_may_hear(item: OutboxItem, incident: Incident, session: AsyncSession) -> None:
    """Of one that became private since, its members alone."""
    if not incident.is_private:
        return
    notice_id = item.intent.get("notice_id")
    notice = await session.get(Notice, notice_id) if notice_id else None
    if notice is None or not await may_know(session, notice):
        raise Skip("they are not in the channel of this private incident")


async def _withdraw_line(item: OutboxItem, uow: UnitOfWork) -> None:
    lines = select(OutboxItem).where(
        OutboxItem.subject == f"notice-end:{item.incident_id}:{item.intent['to_id']}",
        OutboxItem.standing == Standing.SENT,
    )
    said = (await uow.session.scalars(lines.order_by(OutboxItem.id.desc()).limit(1))).first()
    where = said.result if said is not None else None
    if said is None or not where or "ts" not in where:
        return
    await uow.announce(
        "withdraw_line",
        incident=item.incident_id,
        priority=Priority.NOTICE,
        subject=f"withdraw-line:{said.id}",
        channel_id=where["channel_id"],
        ts=where["ts"],
    )
