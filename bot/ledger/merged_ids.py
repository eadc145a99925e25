"""Which ledgers are read as one: the incident's own, and those of the incidents that were merged into it."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.incident import Incident


async def merged_ids(session: AsyncSession, incident_id: int) -> list[int]:
    """The incident, and all that ended as parts of it, or of its parts; nothing private in a public one."""
    row = select(Incident.id, Incident.is_private)
    parts = row.where(Incident.id == incident_id).cte("parts", recursive=True)
    may_show = or_(Incident.is_private.is_(False), parts.c.is_private)
    parts = parts.union(row.where(Incident.merged_into_id == parts.c.id, may_show))
    return sorted(await session.scalars(select(parts.c.id)))


async def parts_of(session: AsyncSession, incident_id: int) -> list[int]:
    """The incident, and all that ended as parts of it, or of its parts, whoever may see them."""
    parts = select(Incident.id).where(Incident.id == incident_id).cte("parts", recursive=True)
    parts = parts.union(select(Incident.id).where(Incident.merged_into_id == parts.c.id))
    return sorted(await session.scalars(select(parts.c.id)))


async def survivor_of(session: AsyncSession, incident_id: int) -> int:
    """Where the incident goes on: itself, or what it was merged into, and that again.

    What is private goes on in nothing that is public, as where its channel was hidden after the merge.
    """
    seen = {incident_id}
    row = select(Incident.merged_into_id, Incident.is_private)
    into, is_private = (await session.execute(row.where(Incident.id == incident_id))).one()
    while into is not None and into not in seen:
        seen.add(into)
        further, is_secret = (await session.execute(row.where(Incident.id == into))).one()
        if is_private and not is_secret:
            break
        incident_id, into, is_private = into, further, is_secret
    return incident_id
