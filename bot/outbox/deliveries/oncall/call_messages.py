"""Calls by Slack: a direct message with the button, and the message in the channel that shows all of them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.oncall.call_message import call_message
from bot.blocks.oncall.summons import summons_notice
from bot.desk import Desk
from bot.errors import ChatError
from bot.oncall.answer_call import tell_settled
from bot.oncall.place_call import call_delivered, call_failed
from bot.oncall.show_summons import called_view, summons_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.deliveries.oncall.calls import TRIES
from bot.outbox.delivery import Call as Sending
from bot.outbox.delivery import Postpone, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.uow import UnitOfWork
from models.call import Call, Summons
from models.outbox import OutboxItem
from models.place import Place

#: Seconds that a direct message waits for the channel that it names.
WAITS_FOR_CHANNEL = 5.0


class CallBySlack(Post):
    """One direct message to one person."""

    kind = "call_by_slack"
    is_discreet = True
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say what they may know, unless somebody has answered by now."""
        call = await session.get_one(Call, item.intent["call_id"])
        if not call.is_open:
            raise Skip("nobody needs to be called any more")
        place = await session.get(Place, call.incident_id)
        waited = (desk.clock() - item.created_at).total_seconds()
        if (
            (place is None or place.channel_id is None)
            and waited < WAITS_FOR_CHANNEL
            and item.attempts < TRIES
        ):
            raise Postpone(0.5, "the channel that it names is about to open")
        return Letter(call.person_id, call_message(await called_view(session, call)))

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Sending:
        """Compose it; where there is another way, Slack is not tried for long."""
        sending = await super().render(item, session, desk)
        call = await session.get_one(Call, item.intent["call_id"])
        notes = {**sending.notes, "gives_up": bool(call.others) and item.attempts >= TRIES}
        return Sending(args=sending.args, item_id=sending.item_id, notes=notes)

    async def send(self, call: Sending, desk: Desk) -> dict[str, Any]:
        """Post it. Raises ChatError."""
        try:
            return await super().send(call, desk)
        except ChatError as fault:
            fault.permanent = fault.permanent or call.notes["gives_up"]
            raise

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Remember the message, so that its button can be taken off."""
        call = await call_delivered(uow, item.intent["call_id"])
        call.channel_id, call.message_ts = result["channel_id"], result["ts"]
        if not call.is_open:
            await tell_settled(uow, call, "answered")

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """The next way is taken at once."""
        await call_failed(uow, item.intent["call_id"], error.code)
        return True


class EditCall(Edit):
    """Take the button off, and say how it was settled."""

    kind = "edit_call"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Sending:
        """As it stands now."""
        call = await session.get_one(Call, item.intent["call_id"])
        if call.channel_id is None or call.message_ts is None:
            raise Skip("it was not delivered")
        message = call_message(await called_view(session, call))
        return Sending(args=edit_of(call.channel_id, call.message_ts, message))


class PostSummons(Post):
    """Tell the incident's channel who is called."""

    kind = "post_summons"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """As it stands now."""
        place = await session.get_one(Place, item.incident_id)
        view = await summons_view(session, item.intent["summons_id"])
        return Letter(opened_channel(place), summons_notice(view))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here."""
        summons = await uow.session.get_one(Summons, item.intent["summons_id"])
        summons.message_ts = result["ts"]


class EditSummons(Edit):
    """Show what became of the calls."""

    kind = "edit_summons"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Sending:
        """As it stands now."""
        summons = await session.get_one(Summons, item.intent["summons_id"])
        if summons.message_ts is None:
            raise Skip("it was not posted")
        place = await session.get_one(Place, item.incident_id)
        message = summons_notice(await summons_view(session, summons.id))
        return Sending(args=edit_of(opened_channel(place), summons.message_ts, message))
