"""Verbs that move an incident on: acknowledge, advance, call, close, reopen."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.incidents.acknowledge_incident import acknowledge as acknowledge_incident
from bot.incidents.advance_stage import advance as advance_stage
from bot.incidents.link_call import link_call
from bot.incidents.reopen_incident import reopen as reopen_incident
from handlers.answer import Answer, Say
from handlers.here import incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.show_forms import show
from handlers.words import first_word, stage_of
from models.vocabulary import Stage, label


async def acknowledge(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`ack`: I have seen it."""
    incident_id = await incident_here(desk, incoming, "ack")
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await acknowledge_incident(uow, incident_id, by_id=incoming.user_id)
    return Say(note(line(f"You acknowledged {incident.ref}.")))


async def advance(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`advance` opens the form; `stage containment [why]` acts at once."""
    incident_id = await incident_here(desk, incoming, "advance")
    word, why = first_word(rest)
    if not word:
        return await show(desk, "advance", incident_id)
    target = stage_of(word)
    if target is Stage.CLOSED:
        return await show(desk, "close", incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await advance_stage(uow, incident_id, target, by_id=incoming.user_id, why=why)
    return Say(note(line(f"{incident.ref} is in {label(incident.stage)}.")))


async def call(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`call https://…` puts a call link on the card."""
    incident_id = await incident_here(desk, incoming, "call")
    if not rest:
        return await show(desk, "call_link", incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await link_call(uow, incident_id, rest, by_id=incoming.user_id)
    return Say(note(line("The call is on the card.")))


async def close(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`close` opens the form: an outcome and a sentence are needed."""
    return await show(desk, "close", await incident_here(desk, incoming, "close"))


async def reopen(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`reopen [why]`: same number, same channel, same ledger."""
    incident_id = await incident_here(desk, incoming, "reopen")
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await reopen_incident(uow, incident_id, by_id=incoming.user_id, why=rest)
    return Say(note(line(f"{incident.ref} is open again, in {label(incident.stage)}.")))


VERBS: Final[Verbs] = {
    "ack": acknowledge,
    "acknowledge": acknowledge,
    "advance": advance,
    "stage": advance,
    "call": call,
    "close": close,
    "reopen": reopen,
}
