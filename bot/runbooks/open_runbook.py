"""Open a runbook in an incident: by itself where it fits, or by its name."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.incidents.post_in_channel import post_in_channel
from bot.playbook.runbooks import Runbook
from bot.runbooks.match_runbooks import fitting
from bot.uow import UnitOfWork
from models.errors import NotFound, NothingToChange, UnknownWord
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.runbook import RunbookRun, RunbookStep


async def open_fitting(uow: UnitOfWork, incident: Incident, source: str | None) -> None:
    """Those that fit an incident declared just now; `source` is the tool whose alert opened it."""
    for runbook in fitting(uow.playbook.runbooks, incident, source):
        await _open(uow, incident, runbook, by_id=None)


async def open_by_name(uow: UnitOfWork, incident_id: int, name: str, *, by_id: str) -> Incident:
    """One of the playbook's, asked for. Raises AlreadyClosed, NotFound, UnknownWord, NothingToChange."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    runbook = find_runbook(uow.playbook.runbooks, name)
    opened = select(RunbookRun).where(RunbookRun.incident_id == incident.id, RunbookRun.name == runbook.name)
    if (await uow.session.scalars(opened)).first() is not None:
        raise NothingToChange(
            f"“{runbook.name}” is open here already.", "Its steps are in the thread of the card."
        )
    await _open(uow, incident, runbook, by_id=by_id)
    return incident


def find_runbook(runbooks: Sequence[Runbook], name: str) -> Runbook:
    """By its name, or the only one whose name begins so. Raises NotFound, UnknownWord."""
    if not runbooks:
        raise NotFound("The playbook holds no runbooks.", "Write them under `runbooks:` in breakwater.yaml.")
    wanted = " ".join(name.casefold().split())
    named = [each for each in runbooks if each.name.casefold() == wanted]
    begun = named or [each for each in runbooks if wanted and each.name.casefold().startswith(wanted)]
    if len(begun) != 1:
        raise UnknownWord("runbook", name, [each.name for each in runbooks], None)
    return begun[0]


async def _open(uow: UnitOfWork, incident: Incident, runbook: Runbook, *, by_id: str | None) -> None:
    run = RunbookRun(
        incident_id=incident.id,
        name=runbook.name,
        links=dict(runbook.links),
        remedy=runbook.remedy,
        cause=runbook.cause,
        opened_at=uow.now,
        opened_by_id=by_id,
    )
    uow.session.add(run)
    await uow.session.flush()
    uow.session.add_all(
        RunbookStep(run_id=run.id, number=number, words=words)
        for number, words in enumerate(runbook.steps, start=1)
    )
    uow.record(incident.entry(EntryKind.RUNBOOK_OPENED, at=uow.now, by=by_id, text=runbook.name))
    item = await post_in_channel(
        uow, incident, "post_runbook", after_card=True, priority=Priority.NOTICE, run_id=run.id
    )
    run.post_item_id = item.id
