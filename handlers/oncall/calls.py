"""`/incident page` and `/incident escalate`, their forms, and the buttons that answer and escalate."""

from typing import Final

from bot.blocks.incident_lines import capital
from bot.blocks.kit import Message, note
from bot.blocks.oncall.call_forms import escalate_form, page_form
from bot.blocks.parts import line
from bot.desk import Desk
from bot.incidents.find_roles import role_holders
from bot.incidents.show_incident import incident_view
from bot.oncall.answer_call import answer_call, require_ones_own
from bot.oncall.call import call as call_people
from bot.oncall.show_escalation import next_level_view
from bot.oncall.start_escalation import escalate as escalate_incident
from bot.oncall.who_is_named import who_is_named
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.oncall.call_words import read_callees
from handlers.show_forms import keep
from models.errors import AlreadyClosed, FieldRefused
from models.vocabulary import Role, label


async def page(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`page @ana [why]`, `page finance [why]`, `page commander [why]`; alone it opens the form."""
    incident_id = await incident_here(desk, incoming, "page")
    if not rest:
        return await _show_page(desk, incident_id)
    words, why = read_callees(desk, rest)
    return Say(await _call(desk, incoming, incident_id, words, why))


async def escalate(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`escalate why` calls the next level at once; alone it shows who that is, and asks."""
    incident_id = await incident_here(desk, incoming, "escalate")
    if not rest:
        return await _show_escalate(desk, incident_id)
    return await _escalate(desk, incoming, incident_id, rest)


async def show_page(desk: Desk, incoming: Incoming) -> Answer:
    """The button of the panel."""
    await allow(desk, incoming, incoming.number)
    return await _show_page(desk, incoming.number)


async def show_escalate(desk: Desk, incoming: Incoming) -> Answer:
    """The button under a time box that is over: who comes next, and whether to call them."""
    await allow(desk, incoming, incoming.number)
    return await _show_escalate(desk, incoming.number)


async def sent_page(desk: Desk, incoming: Incoming) -> Answer:
    """The form: one form calls once."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    words = [fields[name] for name in ("person", "group") if name in fields]
    if not words:
        raise FieldRefused("person", "Nobody is chosen.", "Choose someone, or a team.")
    await _call(desk, incoming, incident_id, words, fields.get("why", ""))
    return Done()


async def sent_escalation(desk: Desk, incoming: Incoming) -> Answer:
    """The form."""
    incident_id = await incident_of_form(desk, incoming)
    await _escalate(desk, incoming, incident_id, incoming.fields.get("why", ""))
    return Done()


async def escalate_now(desk: Desk, incoming: Incoming) -> Answer:
    """The button under a level; Slack has asked whether they are sure."""
    await allow(desk, incoming, incoming.number)
    return await _escalate(desk, incoming, incoming.number, "")


async def answer(desk: Desk, incoming: Incoming) -> Answer:
    """The button of a call: anyone may answer their own, also where they may not see the incident yet."""
    async with desk.store.reading() as session:
        await require_ones_own(session, incoming.number, incoming.user_id)
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await answer_call(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def _call(desk: Desk, incoming: Incoming, incident_id: int, words: list[str], why: str) -> Message:
    """Find them, and call them."""
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await uow.incident(incident_id)
        holders = await role_holders(uow.session, incident_id)
        named = await who_is_named(uow.session, uow.playbook, words, holders, uow.now)
        if not named.people:
            said = " ".join(named.remarks) or "Nobody of that name can be called."
            raise FieldRefused("person", said, "Choose from what Slack offers after @.")
        groups = [word.removeprefix("on-call:") for word in words if not word.startswith(("@", "U", "W"))]
        await call_people(
            uow,
            incident,
            named.people,
            why=why,
            by_id=incoming.user_id,
            name=", ".join(groups),
            remarks=named.remarks,
        )
    return note(line("They are being called; the channel shows what becomes of it."))


async def _escalate(desk: Desk, incoming: Incoming, incident_id: int, why: str) -> Answer:
    async with desk.store.unit(incoming.inbox_id) as uow:
        await escalate_incident(uow, incident_id, by_id=incoming.user_id, why=why)
    return Say(note(line("The next level is being called.")))


async def _show_page(desk: Desk, incident_id: int) -> Open:
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        holders = await role_holders(session, incident_id)
    if not view.is_open:
        raise AlreadyClosed(view.ref)
    teams = {name: name for name in sorted({*desk.playbook.teams, *desk.playbook.on_call})}
    roles = {role.value: capital(label(role)) for role in Role if role in holders}
    return Open(page_form(view, teams | roles, private_metadata=keep(incident=incident_id)))


async def _show_escalate(desk: Desk, incident_id: int) -> Open:
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        if not view.is_open:
            raise AlreadyClosed(view.ref)
        level = await next_level_view(session, incident_id, desk.playbook)
    return Open(escalate_form(view, level, private_metadata=keep(incident=incident_id)))


VERBS: Final[Verbs] = {
    "page": page,
    "escalate": escalate,
}

PRESSES: Final[Listeners] = {
    "call_someone": show_page,
    "escalate": show_escalate,
    "escalate_now": escalate_now,
    "call_answer": answer,
}

FORMS: Final[Listeners] = {
    "page": sent_page,
    "escalate": sent_escalation,
}
