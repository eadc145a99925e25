"""Advance: move to another stage. Closing and reopening are acts of their own."""

from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from models.incident import Incident
from models.stages import proposed
from models.vocabulary import Stage


async def advance(
    uow: UnitOfWork,
    incident_id: int,
    to: Stage | None,
    *,
    by_id: str,
    why: str = "",
    seen_version: int | None = None,
) -> Incident:
    """Move to `to`, by default the next in order. Raises StageNotReachable, AlreadyClosed, StaleForm."""
    incident = await uow.incident(incident_id, seen_version=seen_version)
    before = incident.stage
    target = to or proposed(before) or Stage.CLOSED  # which is refused, with what is possible instead
    uow.record(incident.advance(target, by=by_id, at=uow.now, why=why))
    await redraw(uow, incident, headline=True)
    await say(uow, incident, "stage", before=before, by_id=by_id, why=why)
    return incident
