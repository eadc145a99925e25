"""Acknowledge: someone has seen it, and says so."""

from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.incident import Incident


async def acknowledge(uow: UnitOfWork, incident_id: int, *, by_id: str) -> Incident:
    """Say who has seen it, and when. Raises AlreadyClosed, NothingToChange."""
    incident = await uow.incident(incident_id)
    uow.record(incident.acknowledge(by=by_id, at=uow.now))
    await redraw(uow, incident)
    return incident
