"""The message that asks for sign-offs: one for each round of verification."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.verification.sign_offs import sign_offs
from bot.desk import Desk
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of, posted_for
from bot.outbox.post import Letter, Post
from bot.verification.show_proof import proof_view
from models.outbox import OutboxItem
from models.place import Place
from models.proof import Proof


class PostSignOffs(Post):
    """Call in whose sign-off is asked for."""

    kind = "post_sign_offs"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing where the incident went back before this was sent."""
        proof = await session.get_one(Proof, item.incident_id)
        if proof.sign_offs_item_id != item.id:
            raise Skip("the incident went back to work meanwhile")
        place = await session.get_one(Place, item.incident_id)
        view = await proof_view(desk, session, item.of_incident, with_signers=True)
        return Letter(opened_channel(place), sign_offs(view))


class EditSignOffs(Edit):
    """Let the message say who has signed."""

    kind = "edit_sign_offs"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now, or as over."""
        _, ts = await posted_for(item, session)
        place = await session.get_one(Place, item.incident_id)
        is_over = bool(item.intent["is_over"])
        view = await proof_view(desk, session, item.of_incident, with_signers=not is_over)
        return Call(args=edit_of(opened_channel(place), ts, sign_offs(view, is_over=is_over)))
