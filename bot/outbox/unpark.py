"""Try again what was given up: after someone asked for it, or when a channel can be reached again."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.codes import GONE
from models.outbox import OutboxItem, Standing


def unpark(item: OutboxItem) -> None:
    """It waits again, as if it had just been asked for."""
    item.standing, item.attempts, item.free_at = Standing.WAITING, 0, 0.0
    item.claimed_by = item.fault = None


async def unpark_gone(session: AsyncSession, incident_id: int) -> int:
    """Take up what could not be sent while the incident's channel was out of reach; says how much."""
    parked = select(OutboxItem).where(
        OutboxItem.incident_id == incident_id, OutboxItem.standing == Standing.PARKED
    )
    locked = parked.order_by(OutboxItem.id).with_for_update(key_share=True)
    items = [item for item in await session.scalars(locked) if _was_out_of_reach(item)]
    for item in items:
        unpark(item)
    return len(items)


def _was_out_of_reach(item: OutboxItem) -> bool:
    return any(code in (item.fault or "") for code in GONE)
