"""Whether somebody else is waited for, and so the clocks stand still."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.stage_clock import Pause


async def open_pause(session: AsyncSession, incident_id: int) -> Pause | None:
    """The pause that holds now."""
    held = select(Pause).where(Pause.incident_id == incident_id, Pause.ended_at.is_(None))
    return (await session.scalars(held)).one_or_none()
