"""Change the severity: worse, or less bad than thought. The promise of updates follows it."""

from sqlalchemy import select

from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours, promise_by
from models.incident import Incident
from models.promises import CheckIn
from models.vocabulary import Severity


async def change_severity(
    uow: UnitOfWork,
    incident_id: int,
    to: Severity,
    *,
    by_id: str,
    why: str = "",
    seen_version: int | None = None,
) -> Incident:
    """Say how bad it is, and promise an update no later than that asks for.

    Raises NothingToChange, AlreadyClosed, StaleForm.
    """
    incident = await uow.incident(incident_id, seen_version=seen_version)
    before = incident.severity
    uow.record(incident.change_severity(to, by=by_id, at=uow.now, why=why))
    await _promise_no_later(uow, incident)
    await redraw(uow, incident, headline=True)
    await say(uow, incident, "severity", before=before, by_id=by_id, why=why)
    return incident


async def _promise_no_later(uow: UnitOfWork, incident: Incident) -> None:
    """A worse severity brings the next update forward; a milder one leaves the promise as it was given."""
    span = uow.playbook.update_every(incident.severity)
    if span is None:
        return
    due_at = (await owner_hours(uow, incident)).after(uow.now, span)
    open_one = select(CheckIn).where(CheckIn.incident_id == incident.id, CheckIn.settled_at.is_(None))
    promised = (await uow.session.scalars(open_one)).first()
    if promised is None or due_at < promised.due_at:
        await promise_by(uow, incident, due_at)
