"""Acknowledge: someone has seen it, and says so."""

from bot.incidents.show_change import redraw
from bot.oncall.answer_call import acknowledged
from bot.uow import UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind


async def acknowledge(uow: UnitOfWork, incident_id: int, *, by_id: str) -> Incident:
    """Say who has seen it, and when. Raises AlreadyClosed, NothingToChange."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    was_sought = await acknowledged(uow, incident, by_id=by_id)
    if incident.acknowledged_at is None or not was_sought:
        uow.record(incident.acknowledge(by=by_id, at=uow.now))
    else:  # it had lapsed, or another level was asked for
        uow.record(incident.entry(EntryKind.ACKNOWLEDGED, at=uow.now, by=by_id, text="acknowledged"))
    await redraw(uow, incident)
    return incident
