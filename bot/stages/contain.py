"""Contain: say what keeps bad data from being read, or why nothing can."""

from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind


async def contain(
    uow: UnitOfWork,
    incident_id: int,
    what: str,
    *,
    by_id: str,
    nothing_can: bool = False,
    retention: str | None = None,
) -> Incident:
    """Record it, for people and for the gate of containment; `retention`: would it delete what is needed?

    Raises AlreadyClosed, FieldRefused.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    what = what.strip()
    if not what:
        raise FieldRefused(
            "what", "That is empty.", "Say what keeps bad data from being read, or why nothing can."
        )
    uow.record(
        incident.entry(
            EntryKind.CONTAINMENT_RECORDED,
            at=uow.now,
            by=by_id,
            text=what,
            nothing_can=nothing_can or None,
            retention=retention,
        )
    )
    await say(
        uow, incident, "contained", by_id=by_id, text=what, nothing_can=nothing_can, retention=retention
    )
    await redraw(uow, incident)
    return incident
