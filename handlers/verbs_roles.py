"""Verbs about people: role, take, hand off, join."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line, person
from bot.desk import Desk
from bot.incidents import assign_role, hand_off_role
from bot.incidents.join_incident import join as join_incident
from handlers.answer import Answer, Say
from handlers.here import allow, incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.show_forms import show
from handlers.words import around_person, first_word, number_of, role_of, split_person
from models.errors import FieldRefused
from models.vocabulary import label


async def role(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`role commander @ana`, `role commander` (mine), `role release commander`; alone it opens the form."""
    incident_id = await incident_here(desk, incoming, "role")
    if not rest:
        return await show(desk, "assign_role", incident_id)
    words, person_id = split_person(desk, rest)
    verb, name = first_word(words)
    if verb.lower() == "release":
        return await _release(desk, incoming, incident_id, name)
    if not words:
        return await show(desk, "assign_role", incident_id)
    given, holder_id = role_of(words), person_id or incoming.user_id
    async with desk.store.unit(incoming.inbox_id) as uow:
        await assign_role.assign(uow, incident_id, given, holder_id, by_id=incoming.user_id)
    return Say(note(line(person(holder_id), f" is {label(given)} now.")))


async def take(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`take [role]`: I do it; without a role, I lead."""
    return await role(desk, incoming, rest or "commander")


async def hand_off(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`handoff commander @ben [note]`; what is missing is asked for in a form."""
    incident_id = await incident_here(desk, incoming, "handoff")
    name, person_id, message = around_person(desk, rest)
    if not name or person_id is None:
        return await show(desk, "hand_off", incident_id)
    given = role_of(name)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await hand_off_role.offer(
            uow, incident_id, given, to_id=person_id, by_id=incoming.user_id, note=message
        )
    return Say(note(line(person(person_id), f" is asked to take over as {label(given)}.")))


async def join(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`join INC-12`: bring me into its channel."""
    number = number_of(rest)
    if number is None:
        raise FieldRefused("incident", "Which one?", "Say its number: `/incident join INC-12`.")
    await allow(desk, incoming, number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await join_incident(uow, number, by_id=incoming.user_id)
    return Say(note(line(f"You are being invited into the channel of {incident.ref}.")))


async def _release(desk: Desk, incoming: Incoming, incident_id: int, name: str) -> Answer:
    if not name:
        raise FieldRefused("role", "Which role?", "Say it: `/incident role release commander`.")
    given = role_of(name)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await assign_role.release(uow, incident_id, given, by_id=incoming.user_id)
    return Say(note(line(f"Nobody is {label(given)} now.")))


VERBS: Final[Verbs] = {
    "role": role,
    "take": take,
    "handoff": hand_off,
    "join": join,
}
