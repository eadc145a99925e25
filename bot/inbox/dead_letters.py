"""What could not be worked off and is kept: given up, and tried again when someone says so."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox.worker import TRIES
from bot.uow import UnitOfWork
from models.errors import NotFound, NothingToChange
from models.inbox import InboxItem

#: Clipped: a database's complaint may quote all that was to be stored.
_LONGEST = 2000


def bury(row: InboxItem, why: str) -> None:
    """Give up on a row for good: it is kept, shown by `/incident doctor`, and not tried again by itself."""
    row.fault, row.attempts = why[:_LONGEST], TRIES


def is_dead(row: InboxItem) -> bool:
    """Whether it is kept without being tried again."""
    return row.done_at is None and row.fault is not None and row.attempts >= TRIES


async def retry_letter(uow: UnitOfWork, inbox_id: int) -> InboxItem:
    """Work a dead letter off again. Raises NotFound, NothingToChange. The caller wakes the worker."""
    row = await _letter(uow.session, inbox_id)
    if row is None:
        raise NotFound("There is no such dead letter.", "`/incident doctor` shows those that there are.")
    if not is_dead(row):
        raise NothingToChange("It is no dead letter any more.", "`/incident doctor` shows what is.")
    row.attempts, row.free_at, row.fault = 0, 0.0, None
    return row


async def _letter(session: AsyncSession, inbox_id: int) -> InboxItem | None:
    query = select(InboxItem).where(InboxItem.id == inbox_id).with_for_update()
    return (await session.scalars(query)).one_or_none()
