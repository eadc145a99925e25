"""A step of a runbook is done, or a remedy of one ends the incident."""

from bot.incidents.close_incident import close
from bot.uow import UnitOfWork
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.runbook import RunbookRun, RunbookStep
from models.vocabulary import Outcome


async def do_step(uow: UnitOfWork, run_id: int, number: int, *, by_id: str) -> Incident:
    """Tick a step off. Raises NotFound, AlreadyClosed, NothingToChange."""
    run = await find_run(uow, run_id)
    incident = await uow.incident(run.incident_id)
    incident.require_open()
    step = await uow.session.get(RunbookStep, (run_id, number), with_for_update=True)
    if step is None:
        raise NotFound("There is no such step.", "Look at the checklist in the thread of the card.")
    if step.done_at is not None:
        raise NothingToChange(f"<@{step.done_by_id}> has done that already.", "Go on with the next step.")
    step.done_at, step.done_by_id = uow.now, by_id
    uow.record(
        incident.entry(
            EntryKind.RUNBOOK_STEP_DONE, at=uow.now, by=by_id, text=step.words, runbook=run.name, step=number
        )
    )
    await redraw_run(uow, run)
    return incident


async def apply_remedy(uow: UnitOfWork, run_id: int, *, by_id: str) -> Incident:
    """The routine remedy was applied and ends it: closed as fixed, with the runbook's words.

    Raises NotFound, AlreadyClosed, NothingToChange, GateHolds.
    """
    run = await find_run(uow, run_id)
    if run.remedy is None:
        raise NothingToChange("This runbook has no routine remedy.", "Close the incident by its card.")
    cause = run.cause or f"A known trouble: {run.name}"
    incident = await close(uow, run.incident_id, Outcome.FIXED, cause=cause, remedy=run.remedy, by_id=by_id)
    await redraw_run(uow, run)
    return incident


async def find_run(uow: UnitOfWork, run_id: int) -> RunbookRun:
    """A runbook at work. Raises NotFound."""
    run = await uow.session.get(RunbookRun, run_id)
    if run is None:
        raise NotFound("There is no such checklist.", "`/incident runbook` shows those of the playbook.")
    return run


async def redraw_run(uow: UnitOfWork, run: RunbookRun) -> None:
    """Let the checklist show what is done."""
    await uow.announce(
        "edit_runbook",
        incident=run.incident_id,
        after=run.post_item_id,
        subject=f"runbook:{run.id}",
        priority=Priority.NOTICE,
        run_id=run.id,
    )
