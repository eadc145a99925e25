"""What people are told of the repair of data: what of a backfill is theirs, once."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.repair.backfill import backfill_task
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.deliveries.to_owner import ToOwner
from bot.outbox.delivery import Skip
from bot.outbox.post import Letter
from bot.repair.show_backfill import task_of
from bot.uow import UnitOfWork
from models.backfill import OPEN
from models.outbox import OutboxItem


class TellBackfill(ToOwner):
    """One message to one owner, with all that became theirs; `again` asks about what is open still."""

    kind = "tell_backfill"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say what is true now; nothing of what somebody else has by now, or is not theirs to know."""
        to_id = item.intent["to_id"]
        view = await task_of(desk, session, item.of_incident, to_id)
        if view is None:
            raise Skip("it is not theirs, or not theirs to know")
        again = bool(item.intent.get("again"))
        if again and not any(each.state in OPEN for each in view.lines):
            raise Skip("nothing of it is open any more")
        return Letter(to_id, backfill_task(view, again=again))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Whoever cannot be written to: the plan in the thread names them all the same."""
        return True
