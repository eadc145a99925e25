"""Runbooks: `/incident runbook`, and the buttons of one that is at work."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.runbook import runbook_list
from bot.desk import Desk
from bot.runbooks.do_step import apply_remedy, do_step
from bot.runbooks.open_runbook import find_runbook, open_by_name
from handlers.answer import Answer, Done, Say
from handlers.here import allow, incident_here, incident_of
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from models.runbook import RunbookRun


async def runbook(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`runbook` names those of the playbook, `runbook late loads` opens one here."""
    incident_id = await incident_here(desk, incoming, "runbook")
    runbooks = desk.playbook.runbooks
    if not rest and runbooks:
        return Say(runbook_list(tuple(each.name for each in runbooks)))
    found = find_runbook(runbooks, rest)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await open_by_name(uow, incident_id, found.name, by_id=incoming.user_id)
    return Say(note(line(f"“{found.name}” is open, in the thread of the card.")))


async def step_done(desk: Desk, incoming: Incoming) -> Answer:
    """A step of the checklist: `3:2`, the runbook at work and the step."""
    run, _, number = incoming.value.partition(":")
    run_id = number_in(run)
    await allow(desk, incoming, await incident_of(desk, RunbookRun, run_id))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await do_step(uow, run_id, number_in(number), by_id=incoming.user_id)
    return Done()


async def remedied(desk: Desk, incoming: Incoming) -> Answer:
    """The routine remedy ends the incident."""
    await allow(desk, incoming, await incident_of(desk, RunbookRun, incoming.number))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await apply_remedy(uow, incoming.number, by_id=incoming.user_id)
    return Done()


VERBS: Final[Verbs] = {
    "runbook": runbook,
}

PRESSES: Final[Listeners] = {
    "runbook_step": step_done,
    "runbook_remedy": remedied,
}
