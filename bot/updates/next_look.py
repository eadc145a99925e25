"""When to look next: the earliest moment at which something promised has to be seen to."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.promises import CheckIn, Review


async def next_look_at(session: AsyncSession) -> datetime | None:
    """Over updates and post-mortems; none when nothing is promised. It may have passed: look at once."""
    looks = [
        (await session.scalars(select(func.min(column)))).one()
        for column in (CheckIn.look_at, Review.look_at)
    ]
    return min((at for at in looks if at is not None), default=None)
