"""Reopen: the same incident goes on, in the stage it was closed from, under its number and in its channel."""

from bot.alerts.load_facts import lock_deciding
from bot.breach.open_again import open_if_left
from bot.impact.look_soon import look_soon
from bot.impact.tell_told import tell_again
from bot.incidents.show_change import redraw, say
from bot.oncall.start_escalation import restart_escalation
from bot.register.record_issues import redraw_register
from bot.review.schedule_review import drop_review
from bot.stages.run_clock import start_clock
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import promise
from bot.verification.follow_moves import follow_reopening
from models.incident import Incident
from models.ledger import EntryKind


async def reopen(uow: UnitOfWork, incident_id: int, *, by_id: str, why: str = "") -> Incident:
    """Take it up again. Raises NotClosed."""
    await lock_deciding(uow.session)  # an alert may reopen it at this very moment
    incident = await uow.incident(incident_id)
    await _reopen(uow, incident, by_id=by_id, why=why)
    return incident


async def regress(uow: UnitOfWork, incident_id: int, *, what: str) -> Incident:
    """What was fixed failed again within its probation; it goes on by itself, and counts as a regression."""
    incident = await uow.incident(incident_id)
    uow.record(incident.entry(EntryKind.REGRESSED, at=uow.now, text=what))
    incident.regression_count += 1
    await _reopen(uow, incident, by_id=None, why=f"It failed again: {what}")
    return incident


async def _reopen(uow: UnitOfWork, incident: Incident, *, by_id: str | None, why: str) -> None:
    uow.record(incident.reopen(by=by_id, at=uow.now, why=why))
    await open_if_left(uow, incident)
    await drop_review(uow, incident.id)
    await start_clock(uow, incident)
    await promise(uow, incident)
    await follow_reopening(uow, incident)
    await redraw_register(uow)
    await tell_again(uow, incident)
    await restart_escalation(uow, incident, by_id=by_id)
    await redraw(uow, incident, headline=True)
    await look_soon(uow, incident)
    await say(uow, incident, "reopened", by_id=by_id, why=why, stage=incident.stage)
