"""Forget what was worked off long ago: what no alert refers to, and what Slack will not send again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import Row, delete, exists, select

from bot.uow import Store
from models.alert import Alert
from models.inbox import InboxItem

#: Slack repeats an event for up to a day; a repetition is recognised by the row of the first.
KEPT_FOR: Final = timedelta(days=3)

#: Rows in one transaction, and transactions in one look: nobody else waits long for the database.
STEP: Final = 500
STEPS: Final = 200


async def prune_inbox(store: Store, after_id: int = 0, *, step: int = STEP) -> int:
    """Delete what may go, from `after_id` on; gives back where to go on next time.

    Going by the id, in which rows came, no look reads those again that stay for good.
    """
    for _ in range(STEPS):
        rows = await _next(store, after_id, step)
        old = [row for row in rows if row.received_at <= store.clock() - KEPT_FOR]
        if len(rows) < step:
            old = [row for row in old if row is not rows[-1]]  # else SQLite would give its number again
        if not old:
            return after_id
        await _delete(store, [row.id for row in old if row.done_at and not row.is_referred_to])
        after_id = old[-1].id
    return after_id


async def _next(store: Store, after_id: int, step: int) -> Sequence[Row[int, object, object, bool]]:
    referred_to = exists().where(Alert.inbox_id == InboxItem.id).label("is_referred_to")
    query = select(InboxItem.id, InboxItem.received_at, InboxItem.done_at, referred_to)
    async with store.reading() as session:
        return (
            await session.execute(query.where(InboxItem.id > after_id).order_by(InboxItem.id).limit(step))
        ).all()


async def _delete(store: Store, ids: Sequence[int]) -> None:
    if not ids:
        return
    async with store.unit() as uow:
        await uow.session.execute(delete(InboxItem).where(InboxItem.id.in_(ids)))
