"""Change the severity: worse, or less bad than thought. The promise of updates follows it."""

from sqlalchemy import select

from bot.incidents.show_change import redraw, say
from bot.oncall.start_escalation import Nature, follow_nature
from bot.stages.read_pause import open_pause
from bot.stages.run_clock import hurry_clock
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours, promise_by
from bot.verification.follow_moves import follow_severity
from models.errors import FieldRefused
from models.impact_severity import Suggested
from models.incident import Incident
from models.promises import CheckIn
from models.vocabulary import Severity, label
from models.weighing import Weighing


async def change_severity(
    uow: UnitOfWork,
    incident_id: int,
    to: Severity,
    *,
    by_id: str,
    why: str = "",
    asks_why: bool = False,
    seen_version: int | None = None,
) -> Incident:
    """Say how bad it is, and promise an update no later than that asks for.

    What its impact suggests is recorded with it. With `asks_why` whoever chooses otherwise has to say why.
    Raises NothingToChange, AlreadyClosed, StaleForm, FieldRefused.
    """
    incident = await uow.incident(incident_id, seen_version=seen_version)
    weighing = await uow.session.get(Weighing, incident_id)
    suggested = _standing(weighing, incident, to)
    if asks_why and not why.strip():
        _require_why(weighing, to)
    before, nature = incident.severity, Nature.of(incident)
    why = why or (suggested.because if suggested and suggested.severity is to else "")
    uow.record(incident.change_severity(to, by=by_id, at=uow.now, why=why, suggested=suggested))
    if weighing is not None:
        weighing.settle(uow.now)
    if to is before:
        await redraw(uow, incident)
        return incident
    await hurry_clock(uow, incident)
    await follow_severity(uow, incident)
    await _promise_no_later(uow, incident)
    await follow_nature(uow, incident, nature, by_id=by_id)
    await redraw(uow, incident, headline=True)
    await say(uow, incident, "severity", before=before, by_id=by_id, why=why)
    return incident


def _standing(weighing: Weighing | None, incident: Incident, to: Severity) -> Suggested | None:
    """What is suggested; to leave all as it is says something only while nobody has decided."""
    if weighing is None or (weighing.settled_at is not None and to is incident.severity):
        return None
    return weighing.suggested


def _require_why(weighing: Weighing | None, to: Severity) -> None:
    """Whoever overrules what nobody has decided about yet says why. Raises FieldRefused."""
    suggested = weighing.suggested if weighing and weighing.settled_at is None else None
    if suggested is not None and suggested.severity is not to:
        raise FieldRefused(
            "reason",
            f"Impact suggests {label(suggested.severity)}.",
            "Say in a sentence why it is another one.",
        )


async def _promise_no_later(uow: UnitOfWork, incident: Incident) -> None:
    """A worse severity brings the next update forward; a milder one leaves the promise as it was given."""
    span = uow.playbook.update_every(incident.severity)
    if span is None or await open_pause(uow.session, incident.id):
        return
    due_at = (await owner_hours(uow, incident)).after(uow.now, span)
    open_one = select(CheckIn).where(CheckIn.incident_id == incident.id, CheckIn.settled_at.is_(None))
    promised = (await uow.session.scalars(open_one)).first()
    if promised is None or due_at < promised.due_at:
        await promise_by(uow, incident, due_at)
