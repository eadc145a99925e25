"""The clocks of a stage, by command, button and form: pause, resume, extend."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line, moment
from bot.desk import Desk
from bot.stages.extend_box import extend_box
from bot.stages.pause import pause as pause_incident
from bot.stages.resume import resume as resume_incident
from handlers.answer import Answer, Done, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import opens, show, show_pause
from handlers.until_words import end_of, read_pause
from handlers.words import first_word
from models.durations import Span, leading_span, parse_span
from models.errors import FieldRefused


async def pause(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`pause until monday 09:00 because the vendor looks`; a form opens for what is missing."""
    incident_id = await incident_here(desk, incoming, "pause")
    typed = read_pause(rest)
    because = typed.because or typed.what
    until_at = await end_of(desk, incoming, typed.ends) if typed.ends else None
    if until_at is None or not because:
        return await show_pause(desk, incident_id, until_at, because)
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await pause_incident(uow, incident_id, until_at, because, by_id=incoming.user_id)
    return Say(note(line(f"{incident.ref} is paused until ", moment(until_at), ".")))


async def resume(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`resume`: the clocks go on before the date has come."""
    incident_id = await incident_here(desk, incoming, "resume")
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await resume_incident(uow, incident_id, by_id=incoming.user_id)
    return Say(note(line(f"{incident.ref} goes on.")))


async def extend(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`extend 30m [why]` gives the stage more time; `extend` opens the form."""
    incident_id = await incident_here(desk, incoming, "extend")
    if not rest:
        return await show(desk, "extend_box", incident_id)
    span, why = leading_span(rest)
    if span is None:
        span = _span(first_word(rest)[0])
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await extend_box(uow, incident_id, span, by_id=incoming.user_id, why=why)
    return Say(note(line(f"{incident.ref} has more time; the card says until when.")))


async def sent_pause(desk: Desk, incoming: Incoming) -> Answer:
    """Until when, and what is waited for."""
    incident_id = await incident_of_form(desk, incoming)
    until_at = incoming.moment("until")
    if until_at is None:
        raise FieldRefused("until", "Until when is missing.", "Choose a day and an hour.")
    async with desk.store.unit(incoming.inbox_id) as uow:
        because = incoming.fields.get("because", "")
        await pause_incident(uow, incident_id, until_at, because, by_id=incoming.user_id)
    return Done()


async def sent_extension(desk: Desk, incoming: Incoming) -> Answer:
    """How much longer, and why."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        span, why = _span(incoming.fields["more"]), incoming.fields.get("reason", "")
        await extend_box(uow, incident_id, span, by_id=incoming.user_id, why=why)
    return Done()


async def press_resume(desk: Desk, incoming: Incoming) -> Answer:
    """The clocks go on."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await resume_incident(uow, incoming.number, by_id=incoming.user_id)
    return Done()


def _span(written: str) -> Span:
    try:
        return parse_span(written)
    except ValueError as unread:
        raise FieldRefused("more", f"{unread!s}.", "For example `/incident extend 30m`.") from unread


VERBS: Final[Verbs] = {
    "pause": pause,
    "resume": resume,
    "extend": extend,
}

FORMS: Final[Listeners] = {
    "pause": sent_pause,
    "extend_box": sent_extension,
}

PRESSES: Final[Listeners] = {
    "resume": press_resume,
    "extend_box": opens("extend_box"),
    "pause": opens("pause"),
}
