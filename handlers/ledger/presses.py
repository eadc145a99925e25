"""Buttons of the ledger: on the board of hypotheses, on the message of a change, inside its forms."""

import json
from functools import partial
from typing import Final

from bot.blocks.kit import note
from bot.blocks.ledger.change_card import change_settled
from bot.blocks.ledger.ledger_form import EntryDefaults
from bot.blocks.parts import line
from bot.desk import Desk
from bot.ledger.add_entry import add_entry
from bot.ledger.changes import find_change
from bot.ledger.step_change import WORDED, step_change
from handlers.answer import Answer, Done, Redraw, Replace
from handlers.here import allow, incident_of, incident_of_form
from handlers.incoming import Incoming, number_in
from handlers.ledger.show_amend import show_amend, show_choice, show_reopen
from handlers.ledger.show_entry import show_empty_handed, show_entry, show_judge, show_step, show_unseen
from handlers.listeners import Listeners
from models.change import ChangeStep
from models.errors import OfOlderVersion
from models.hypothesis import Verdict
from models.ledger import WRITTEN_KINDS, LedgerEntry


async def add_to_ledger(desk: Desk, incoming: Incoming, *, kind: str = "note") -> Answer:
    """The form of a kind."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show_entry(desk, incoming.number, EntryDefaults(kind=kind))


async def choose_kind(desk: Desk, incoming: Incoming) -> Answer:
    """Another kind was chosen in the form: it asks for what that kind says."""
    if incoming.value not in WRITTEN_KINDS:
        raise OfOlderVersion
    incident_id = await incident_of_form(desk, incoming, notes_only=True)
    given = EntryDefaults(kind=incoming.value, text=incoming.fields.get("text", ""), at=incoming.moment("at"))
    form = await show_entry(desk, incident_id, given, message=incoming.kept.get("message"))
    return Redraw(form.view)


async def show_hypotheses(desk: Desk, incoming: Incoming) -> Answer:
    """What a gate of analysis offers: the board, or the form of the first one."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show_empty_handed(desk, incoming.number, "hypothesis")


async def show_changes(desk: Desk, incoming: Incoming) -> Answer:
    """What a gate of remediation offers: whatever nobody has seen to hold yet."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show_unseen(desk, incoming.number)


async def judge(desk: Desk, incoming: Incoming, *, verdict: Verdict) -> Answer:
    """Support, Rule out or Reopen: one sentence is asked for."""
    await allow(desk, incoming, await incident_of(desk, LedgerEntry, incoming.number))
    return await show_judge(desk, incoming.number, verdict)


async def reopen_one(desk: Desk, incoming: Incoming) -> Answer:
    """One of those that were ruled out."""
    await allow(desk, incoming, incoming.number)
    return await show_reopen(desk, incoming.number)


async def add_evidence(desk: Desk, incoming: Incoming) -> Answer:
    """The form of evidence, about this hypothesis."""
    incident_id = await incident_of(desk, LedgerEntry, incoming.number)
    await allow(desk, incoming, incident_id, notes_only=True)
    given = EntryDefaults(kind="evidence", detail={"hypothesis": incoming.number})
    return await show_entry(desk, incident_id, given)


async def step(desk: Desk, incoming: Incoming, *, step: ChangeStep) -> Answer:
    """What happened to a change; where a sentence belongs to it, its form opens."""
    await allow(desk, incoming, await incident_of(desk, LedgerEntry, incoming.number))
    if step in WORDED:
        return await show_step(desk, incoming.number, step)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await step_change(uow, incoming.number, step, by_id=incoming.user_id)
    return await _settled(desk, incoming)


async def _settled(desk: Desk, incoming: Incoming) -> Answer:
    """Its own message redraws itself; one that asked whether it is gone is settled."""
    async with desk.store.reading() as session:
        view = await find_change(session, incoming.number, desk.playbook)
    return Done() if view.message_ts == incoming.message.get("ts") else Replace(change_settled(view))


async def amend(desk: Desk, incoming: Incoming) -> Answer:
    """Complete or correct an entry."""
    await allow(desk, incoming, await incident_of(desk, LedgerEntry, incoming.number), notes_only=True)
    return await show_amend(desk, incoming.number)


async def choose(desk: Desk, incoming: Incoming) -> Answer:
    """Which entry is to be corrected."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show_choice(desk, incoming.number)


async def store_redacted(desk: Desk, incoming: Incoming) -> Answer:
    """What was left of the words without the data is recorded; the offer is settled with it."""
    try:
        kept = json.loads(incoming.value)
        incident_id, kind, text = number_in(kept["incident"]), WRITTEN_KINDS[kept["kind"]], str(kept["text"])
    except (ValueError, TypeError, KeyError):
        raise OfOlderVersion from None
    await allow(desk, incoming, incident_id, notes_only=True)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await add_entry(uow, incident_id, kind, text, by_id=incoming.user_id)
    return Replace(note(line("Recorded in the ledger, without the data.")))


PRESSES: Final[Listeners] = {
    "add_to_ledger": add_to_ledger,
    "ledger_kind": choose_kind,
    "ledger_amend": choose,
    "entry_amend": amend,
    "hypothesis": show_hypotheses,
    "change": show_changes,
    "hypothesis_add": partial(add_to_ledger, kind="hypothesis"),
    "hypothesis_evidence": add_evidence,
    "hypothesis_reopen": reopen_one,
    **{f"hypothesis_{verdict}": partial(judge, verdict=verdict) for verdict in Verdict},
    **{f"change_{each}": partial(step, step=each) for each in ChangeStep},
    "store_redacted": store_redacted,
    "say_where": partial(add_to_ledger, kind="evidence"),
}
