"""Runbooks and times to work together: their verbs, buttons and form."""

import re
from datetime import datetime
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line, moment
from bot.blocks.runbook import runbook_list
from bot.desk import Desk
from bot.incidents.plan_session import call_off_session, plan_session
from bot.runbooks.do_step import apply_remedy, do_step
from bot.runbooks.open_runbook import find_runbook, open_by_name
from handlers.answer import Answer, Done, Say
from handlers.here import allow, incident_here, incident_of, incident_of_form
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import show
from handlers.silence_words import end_of
from models.runbook import RunbookRun

_ADDRESS: Final = re.compile(r"<?https?://\S+")
#: What people type when it does not take place.
_OFF: Final = frozenset({"off", "cancel", "none", "over"})

_LENGTH: Final = re.compile(r"in\s+(.+)", re.IGNORECASE)


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


async def session(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`session 15:00 [https://…]`, `session in 30m`, `session off`: when people work on it together."""
    incident_id = await incident_here(desk, incoming, "session")
    address = _ADDRESS.search(rest)
    when = (rest.replace(address[0], "") if address else rest).strip()
    if not when:
        return await show(desk, "session", incident_id)
    if when.lower() in _OFF:
        async with desk.store.unit(incoming.inbox_id) as uow:
            await call_off_session(uow, incident_id, by_id=incoming.user_id)
        return Say(note(line("It is called off, and the channel is told.")))
    starts_at = await _starts_at(desk, incoming, when)
    async with desk.store.unit(incoming.inbox_id) as uow:
        url = address[0] if address else ""
        await plan_session(uow, incident_id, starts_at, by_id=incoming.user_id, url=url)
    return Say(note(line("You work on it together ", moment(starts_at), "; those in roles are reminded.")))


async def sent_session(desk: Desk, incoming: Incoming) -> Answer:
    """When, and where the call is."""
    incident_id = await incident_of_form(desk, incoming)
    starts_at = incoming.moment("starts") or desk.clock()
    async with desk.store.unit(incoming.inbox_id) as uow:
        url = incoming.fields.get("url", "")
        await plan_session(uow, incident_id, starts_at, by_id=incoming.user_id, url=url)
    return Done()


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


async def _starts_at(desk: Desk, incoming: Incoming, when: str) -> datetime:
    length = _LENGTH.fullmatch(when)
    return await end_of(desk, incoming, ("for", length[1]) if length else ("until", when))


VERBS: Final[Verbs] = {
    "runbook": runbook,
    "session": session,
}

FORMS: Final[Listeners] = {"session": sent_session}

PRESSES: Final[Listeners] = {
    "runbook_step": step_done,
    "runbook_remedy": remedied,
}
