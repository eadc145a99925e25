"""The silence of one alert alone, as its card shows it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.silence import Silence


async def find_silence(session: AsyncSession, fingerprint: str, now: datetime) -> Silence | None:
    """The one that holds now; of several the one that ends last."""
    holding = select(Silence).where(
        Silence.pattern == fingerprint, Silence.until_at > now, Silence.ended_at.is_(None)
    )
    return (await session.scalars(holding.order_by(Silence.until_at.desc()).limit(1))).one_or_none()
