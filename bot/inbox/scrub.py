"""Scrub: what was refused because it holds data does not stay in the inbox either.

The row stays, so that a redelivery is recognised; what it held is gone, and nothing is left to work off.
"""

from sqlalchemy import func, update

from bot.uow import Store
from models.inbox import InboxItem


async def scrub(store: Store, inbox_id: int) -> None:
    """Forget what came, and mark it done; twice does no harm."""
    async with store.unit() as uow:
        row = update(InboxItem).where(InboxItem.id == inbox_id)
        done_at = func.coalesce(InboxItem.done_at, uow.now, type_=InboxItem.done_at.type)
        await uow.session.execute(row.values(payload="{}", fault=None, done_at=done_at))
