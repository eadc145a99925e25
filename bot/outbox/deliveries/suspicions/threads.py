"""What looks wrong to someone: the root of its thread, edits and replies, and the thread taken over."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.message_link import message_link
from bot.alerts.reading.times import time_of_message
from bot.blocks.limits import clip
from bot.blocks.suspicions import suspicion_card
from bot.desk import Desk
from bot.errors import ChatError
from bot.ledger.add_entry import add_entry
from bot.oncall.await_people import PATIENCE
from bot.oncall.on_duty import everyone_on_duty
from bot.outbox.deliveries.incidents.invitations import responders
from bot.outbox.delivery import Call, Delivery, Postpone, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.slack.codes import GONE
from bot.slack.message_text import words_of
from bot.suspicions.show_suspicion import suspicion_view
from bot.uow import UnitOfWork
from models.errors import NothingToChange
from models.evidence_guard import kept_words
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.suspicion import Suspicion

#: Messages of a thread that the ledger takes over, and how much of each.
MOST_MESSAGES: Final = 200
LONGEST_MESSAGE: Final = 3_000


async def view_to_tell(session: AsyncSession, suspicion_id: int) -> suspicion_card.SuspicionView:
    """As it stands now. Raises Skip where it became a breach."""
    try:
        return await suspicion_view(session, suspicion_id)
    except NothingToChange as hidden:
        raise Skip("it is handled elsewhere") from hidden


async def _who_looks(session: AsyncSession, desk: Desk) -> list[str]:
    """Whoever is on call now, for any team; the responders where nobody is."""
    return await everyone_on_duty(session, desk.playbook, desk.clock()) or responders(desk)


class PostSuspicion(Post):
    """Ask where the team reads; who may look is called here, and nowhere else."""

    kind = "post_suspicion"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        view = await view_to_tell(session, item.intent["suspicion_id"])
        if not desk.directory.knows_people and desk.clock() - item.created_at < PATIENCE:
            raise Postpone(2.0, "people have not been read from Slack yet")
        called = [each for each in await _who_looks(session, desk) if each != view.asked_by_id]
        return Letter(view.channel_id, suspicion_card.suspicion_card(view, called))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits and replies find it here."""
        suspicion = await uow.session.get_one(Suspicion, item.intent["suspicion_id"])
        suspicion.message_ts = result["ts"]


class EditSuspicion(Edit):
    """Let the root say how it stands."""

    kind = "edit_suspicion"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now; an edit calls nobody."""
        suspicion = await session.get_one(Suspicion, item.intent["suspicion_id"])
        if suspicion.message_ts is None:
            raise Skip("it was not posted")
        view = await view_to_tell(session, suspicion.id)
        message = suspicion_card.suspicion_card(view, await _who_looks(session, desk))
        return Call(args=edit_of(view.channel_id, suspicion.message_ts, message))


class ReplySuspicion(Post):
    """Say something in its thread; that nobody looked is shown in the channel, too."""

    kind = "reply_suspicion"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        suspicion = await session.get_one(Suspicion, item.intent["suspicion_id"])
        view = await view_to_tell(session, suspicion.id)
        if item.intent["what"] == "answered":
            message = suspicion_card.answered(view)
        elif suspicion.looked_by_id is None and suspicion.is_open:
            message = suspicion_card.asked_again(view)
        else:
            raise Skip("somebody looks by now")
        return Letter(view.channel_id, message, thread_ts=suspicion.message_ts)

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Compose it; asked again, it is seen outside of the thread."""
        call = await super().render(item, session, desk)
        if item.intent["what"] != "asked_again" or not call.args["thread_ts"]:
            return call
        return Call(args={**call.args, "reply_broadcast": True}, item_id=call.item_id, notes=call.notes)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Without the root there is no thread; whoever asked is told by direct message anyway."""
        return error.code in GONE


class CarryThread(Delivery):
    """What was said in the thread so far goes into the ledger, with its own times and addresses."""

    kind = "carry_thread"
    is_discreet = True
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Which thread."""
        suspicion = await session.get_one(Suspicion, item.intent["suspicion_id"])
        if suspicion.message_ts is None:
            raise Postpone(5.0, "it is not posted yet")
        return Call(args={"channel": suspicion.channel_id, "ts": suspicion.message_ts})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Read what people said; our own messages are in the record already."""
        said: list[dict[str, Any]] = []
        async for message in desk.chat.pages("conversations.replies", "messages", **call.args):
            is_ours = message.get("bot_id") or message.get("user") in {None, desk.identity.user_id}
            if not is_ours and message["ts"] != call.args["ts"] and len(said) < MOST_MESSAGES:
                text = clip(kept_words(words_of(message, desk.directory)), LONGEST_MESSAGE)
                said.append({"ts": message["ts"], "user": message["user"], "text": text})
        return {"messages": said}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Each becomes a note; one that somebody has recorded by then is left alone."""
        suspicion = await uow.session.get_one(Suspicion, item.intent["suspicion_id"])
        for each in result["messages"]:
            link = message_link(desk.identity.team_url, suspicion.channel_id, each["ts"])
            thread = f"?thread_ts={suspicion.message_ts}&cid={suspicion.channel_id}"
            await add_entry(
                uow,
                item.of_incident,
                EntryKind.NOTE_ADDED,
                each["text"],
                by_id=each["user"],
                at=time_of_message(each["ts"]),
                message=(suspicion.channel_id, each["ts"], f"{link}{thread}" if link else None),
            )

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """The thread was deleted: the question itself stands in the ledger."""
        return error.code in GONE
