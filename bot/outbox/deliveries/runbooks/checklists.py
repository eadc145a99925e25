"""A runbook's checklist, in the thread of the card: posted once, edited as its steps are done."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.runbook import runbook_card
from bot.desk import Desk
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.runbooks.show_runbook import runbook_view
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place
from models.runbook import RunbookRun


class PostRunbook(Post):
    """The checklist, as an answer to the card."""

    kind = "post_runbook"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        drawn = runbook_card(await runbook_view(session, item.intent["run_id"]))
        return Letter(opened_channel(place), drawn, thread_ts=place.card_ts)

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here."""
        run = await uow.session.get_one(RunbookRun, item.intent["run_id"])
        run.message_ts = result["ts"]


class EditRunbook(Edit):
    """Let the checklist show what is done."""

    kind = "edit_runbook"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        run = await session.get_one(RunbookRun, item.intent["run_id"])
        if run.message_ts is None:
            raise Skip("there is no checklist")
        place = await session.get_one(Place, item.incident_id)
        drawn = runbook_card(await runbook_view(session, run.id))
        return Call(args=edit_of(opened_channel(place), run.message_ts, drawn))
