"""Who holds which role in an incident now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.incident import Assignment
from models.vocabulary import Role


async def current_assignments(session: AsyncSession, incident_id: int) -> Sequence[Assignment]:
    """The open assignments, oldest first."""
    held = select(Assignment).where(Assignment.incident_id == incident_id, Assignment.until_at.is_(None))
    return (await session.scalars(held.order_by(Assignment.id))).all()


async def role_holders(session: AsyncSession, incident_id: int) -> dict[Role, str]:
    """Role to person; a role that nobody holds is absent."""
    return {held.role: held.user_id for held in await current_assignments(session, incident_id)}
