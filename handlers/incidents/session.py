"""Times to work on it together: `/incident session` and its form."""

import re
from datetime import datetime
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line, moment
from bot.desk import Desk
from bot.incidents.plan_session import call_off_session, plan_session
from handlers.answer import Answer, Done, Say
from handlers.here import incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import show
from handlers.until_words import end_of

_ADDRESS: Final = re.compile(r"<?https?://\S+")
#: What people type when it does not take place.
_OFF: Final = frozenset({"off", "cancel", "none", "over"})
_LENGTH: Final = re.compile(r"in\s+(.+)", re.IGNORECASE)


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


async def _starts_at(desk: Desk, incoming: Incoming, when: str) -> datetime:
    length = _LENGTH.fullmatch(when)
    return await end_of(desk, incoming, ("for", length[1]) if length else ("until", when))


VERBS: Final[Verbs] = {"session": session}

FORMS: Final[Listeners] = {"session": sent_session}
