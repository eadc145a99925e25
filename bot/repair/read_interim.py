"""What people use meanwhile, instead of what is wrong."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.incident import Incident


async def interim_of(session: AsyncSession, incident_id: int) -> str | None:
    """In somebody's words; none where nothing is said, or it is not needed any more."""
    return await session.scalar(select(Incident.interim).where(Incident.id == incident_id))
