"""People: who leads, who holds which role, hands it on, or joins; by verb, form and button."""

from typing import Final

from bot.blocks.incidents.hand_off import hand_off_offer
from bot.blocks.incidents.join_notice import join_answer
from bot.blocks.kit import note
from bot.blocks.parts import line, person
from bot.desk import Desk
from bot.incidents import assign_role, hand_off_role
from bot.incidents.join_incident import join as join_incident
from bot.incidents.show_hand_off import hand_off_view
from bot.incidents.show_incident import incident_view
from bot.updates.hand_over_check_in import hand_over_check_in
from handlers.answer import Answer, Done, Replace, Say
from handlers.here import allow, incident_here, incident_of, incident_of_form
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import show
from handlers.words import around_person, first_word, number_of, role_of, split_person
from models.errors import FieldRefused, OfOlderVersion
from models.incident import HandOff
from models.promises import CheckIn
from models.vocabulary import Role, label


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


async def take_command(desk: Desk, incoming: Incoming) -> Answer:
    """I lead."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await assign_role.assign(
            uow, incoming.number, Role.COMMANDER, incoming.user_id, by_id=incoming.user_id
        )
    return Done()


async def press_join(desk: Desk, incoming: Incoming) -> Answer:
    """Bring me into the channel; the Join button of the announcement."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await join_incident(uow, incoming.number, by_id=incoming.user_id)
    async with desk.store.reading() as session:
        return Say(join_answer(await incident_view(session, incoming.number, desk.clock())))


async def answer_hand_off(desk: Desk, incoming: Incoming) -> Answer:
    """Accept or decline; only the one it was offered to can."""
    await allow(desk, incoming, await incident_of(desk, HandOff, incoming.number))
    accepts = incoming.name == "handoff_accept"
    async with desk.store.unit(incoming.inbox_id) as uow:
        await hand_off_role.answer(uow, incoming.number, by_id=incoming.user_id, accepts=accepts)
    async with desk.store.reading() as session:
        return Replace(hand_off_offer(await hand_off_view(session, incoming.number)))


async def sent_role(desk: Desk, incoming: Incoming) -> Answer:
    """Who gets which role."""
    incident_id = await incident_of_form(desk, incoming)
    given, holder_id = Role(incoming.fields["role"]), incoming.fields["user"]
    check_in_id = incoming.kept.get("check_in")
    if check_in_id is not None and await incident_of(desk, CheckIn, number_in(check_in_id)) != incident_id:
        raise OfOlderVersion
    async with desk.store.unit(incoming.inbox_id) as uow:
        if check_in_id is not None and given is Role.COMMUNICATIONS:
            await hand_over_check_in(uow, number_in(check_in_id), holder_id, by_id=incoming.user_id)
        else:
            await assign_role.assign(uow, incident_id, given, holder_id, by_id=incoming.user_id)
    return Done()


async def sent_hand_off(desk: Desk, incoming: Incoming) -> Answer:
    """Which role goes to whom, with a note."""
    incident_id = await incident_of_form(desk, incoming)
    fields = incoming.fields
    async with desk.store.unit(incoming.inbox_id) as uow:
        await hand_off_role.offer(
            uow,
            incident_id,
            Role(fields["role"]),
            to_id=fields["to"],
            by_id=incoming.user_id,
            note=fields.get("note", ""),
        )
    return Done()


VERBS: Final[Verbs] = {
    "role": role,
    "take": take,
    "handoff": hand_off,
    "join": join,
}

FORMS: Final[Listeners] = {
    "assign_role": sent_role,
    "hand_off": sent_hand_off,
}

PRESSES: Final[Listeners] = {
    "take_command": take_command,
    "join": press_join,
    "handoff_accept": answer_hand_off,
    "handoff_decline": answer_hand_off,
}
