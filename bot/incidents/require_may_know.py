"""Nobody is given a task in an incident that they may not see."""

from sqlalchemy import select

from bot.incidents.see_incidents import visible_to
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.incident import Incident


async def may_know(uow: UnitOfWork, incident: Incident, user_id: str) -> bool:
    """Whether somebody may hear of it."""
    seen = select(Incident.id).where(Incident.id == incident.id, visible_to(user_id))
    return await uow.session.scalar(seen) is not None


async def require_may_know(uow: UnitOfWork, incident: Incident, user_id: str, *, at: str) -> None:
    """Of a private incident only those in its channel may hear; `at` names the field. Raises FieldRefused."""
    if not await may_know(uow, incident, user_id):
        raise FieldRefused(
            at,
            f"{incident.ref} is private, and <@{user_id}> is not in its channel.",
            "Invite them first, or name somebody who is.",
        )
