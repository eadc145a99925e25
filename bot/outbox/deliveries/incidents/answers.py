"""Where an incident came from hears where it went: who declared it, and the thread of the message."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.incidents.declared_notice import declared_in_thread, declared_notice, no_responders
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_change import tell
from bot.incidents.show_incident import incident_view
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import OutboxItem, Priority


class AnswerDeclarer(Delivery):
    """Tell who declared it where it went: beside their command while Slack allows it, else by message.

    Slack cannot be asked what became of an answer, so it is sent at most once; the person is invited to
    the channel anyway, so nothing hangs on it.
    """

    kind = "answer_declarer"
    at_most_once = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Say where it went."""
        view = await incident_view(session, item.of_incident, desk.clock())
        return Call(args={"response_url": item.intent["response_url"], **declared_notice(view).as_payload()})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Answer the command, for this person only."""
        args = dict(call.args)
        await desk.chat.respond(args.pop("response_url"), {"response_type": "ephemeral", **args})
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """The half hour is over: a direct message then."""
        incident = await uow.session.get_one(Incident, item.incident_id)
        if incident.declared_by_id:
            await tell(uow, incident.declared_by_id, "declared", incident=incident)
        return True


class AnswerThread(Post):
    """Tell the thread of the message, or of the alert, that an incident came of it."""

    kind = "answer_thread"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say where it went; with nobody called, that help is wanted."""
        incident = await session.get_one(Incident, item.incident_id)
        if incident.is_private or incident.origin_channel_id is None:
            raise Skip("a private incident is told to who declared it only")
        view = await incident_view(session, incident.id, desk.clock())
        nobody = incident.declared_by_id is None and not view.roles and not desk.playbook.responders
        message = no_responders(view) if nobody else declared_in_thread(view)
        return Letter(incident.origin_channel_id, message, thread_ts=incident.origin_ts)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Where the bot may not post, the person is told instead."""
        incident = await uow.session.get_one(Incident, item.incident_id)
        if incident.declared_by_id is None:
            return False
        await tell(uow, incident.declared_by_id, "declared", incident=incident, priority=Priority.OPENING)
        return True
