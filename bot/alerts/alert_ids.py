"""Numbers for alerts before they are stored: rows can then refer to each other and be inserted together."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.alert import Alert

_NEXT: Final = text("SELECT nextval(pg_get_serial_sequence('alerts', 'id')) FROM generate_series(1, :count)")


async def new_alert_ids(session: AsyncSession, count: int) -> Sequence[int]:
    """So many numbers that nobody else gets; on SQLite nobody else writes before our commit."""
    if session.get_bind().dialect.name == "postgresql":
        return (await session.execute(_NEXT, {"count": count})).scalars().all()
    last = await session.scalar(select(func.max(Alert.id))) or 0
    return range(last + 1, last + count + 1)
