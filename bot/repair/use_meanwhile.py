"""The interim solution: what people use until the data is right again."""

from bot.impact.look_soon import look_soon
from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.incident import Incident


async def use_meanwhile(uow: UnitOfWork, incident_id: int, what: str, *, by_id: str) -> Incident:
    """Say what it is; the card, updates and those who are told bear it.

    Raises AlreadyClosed, FieldRefused, NothingToChange, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    if not what.strip():
        raise FieldRefused(
            "what", "That is empty.", "Say what people use: `/incident interim use Monday's report`"
        )
    uow.record(incident.use_meanwhile(what.strip(), by=by_id, at=uow.now))
    await _shown(uow, incident)
    await say(uow, incident, "interim", by_id=by_id)
    return incident


async def end_meanwhile(uow: UnitOfWork, incident_id: int, *, by_id: str, why: str = "") -> Incident:
    """Nobody needs it any more. Raises NothingToChange, LooksLikeData."""
    incident = await uow.incident(incident_id)
    before = incident.interim
    uow.record(incident.use_meanwhile(None, by=by_id, at=uow.now, why=why.strip()))
    await _shown(uow, incident)
    await say(uow, incident, "interim_over", by_id=by_id, before=before, why=why.strip())
    return incident


async def _shown(uow: UnitOfWork, incident: Incident) -> None:
    await redraw(uow, incident)
    await look_soon(uow, incident)
