"""Proof in Slack: the list of checks in the thread of the card, and the message that asks for sign-offs."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.checks import checks_list
from bot.blocks.sign_offs import sign_offs
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.deliveries.cards import edit_of, opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit
from bot.outbox.post import Letter, Post
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from bot.verification.show_proof import proof_view
from models.outbox import OutboxItem
from models.place import Place
from models.proof import Proof


class PostChecks(Post):
    """The list, as an answer to the card."""

    kind = "post_checks"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        view = await proof_view(desk, session, item.incident_id or 0)
        return Letter(opened_channel(place), checks_list(view), thread_ts=place.card_ts)


class EditChecks(Edit):
    """Let the list say what was seen since."""

    kind = "edit_checks"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        channel_id, ts = await _posted(item, session)
        return Call(args=edit_of(channel_id, ts, checks_list(await proof_view(desk, session, _of(item)))))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Someone deleted it: the timeline tells the same."""
        return error.code in GONE


class PostSignOffs(Post):
    """Call in whose sign-off is asked for."""

    kind = "post_sign_offs"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing where the incident went back before this was sent."""
        proof = await session.get_one(Proof, item.incident_id)
        if proof.sign_offs_item_id != item.id:
            raise Skip("the incident went back to work meanwhile")
        place = await session.get_one(Place, item.incident_id)
        view = await proof_view(desk, session, _of(item), with_signers=True)
        return Letter(opened_channel(place), sign_offs(view))


class EditSignOffs(Edit):
    """Let the message say who has signed."""

    kind = "edit_sign_offs"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now, or as over."""
        channel_id, ts = await _posted(item, session)
        is_over = bool(item.intent["is_over"])
        view = await proof_view(desk, session, _of(item), with_signers=not is_over)
        return Call(args=edit_of(channel_id, ts, sign_offs(view, is_over=is_over)))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Someone deleted it: the ledger has who signed."""
        return error.code in GONE


def _of(item: OutboxItem) -> int:
    return item.incident_id or 0


async def _posted(item: OutboxItem, session: AsyncSession) -> tuple[str, str]:
    """Where the message is that the item edits."""
    posted = await session.get_one(OutboxItem, item.intent["post_item_id"])
    ts = (posted.result or {}).get("ts")
    if ts is None:
        raise Skip("it was not posted")
    return opened_channel(await session.get_one(Place, item.incident_id)), ts
