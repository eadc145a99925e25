"""`/incident breach`: personal or confidential data is involved; by verb, by button, and its form."""

from typing import Final

from bot.access import require_may_be_let_in
from bot.blocks.breach import breach_form
from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.breach.declare_breach import declare_breach
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep


async def breach(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`breach [why]`: it goes far, so the form asks first."""
    return await _show(desk, incoming, await incident_here(desk, incoming, "breach"), rest)


async def press_breach(desk: Desk, incoming: Incoming) -> Answer:
    """The button of the panel."""
    await allow(desk, incoming, incoming.number)
    return await _show(desk, incoming, incoming.number, "")


async def sent_breach(desk: Desk, incoming: Incoming) -> Answer:
    """Who goes on with it, and what it is."""
    incident_id = await incident_of_form(desk, incoming)
    people = [str(each) for each in incoming.fields.get("people", ())]
    await require_may_be_let_in(desk, incident_id, people)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await declare_breach(
            uow,
            incident_id,
            people,
            by_id=incoming.user_id,
            why=incoming.fields.get("why", ""),
            seen_version=incoming.kept.get("version"),
        )
    return Done()


async def _show(desk: Desk, incoming: Incoming, incident_id: int, why: str) -> Answer:
    """The commander and whoever asks are chosen; responders are not, unless somebody names them."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    if view.breach_at is not None:
        return Say(note(line(f"{view.ref} is in private already: only members of this channel see it.")))
    people = list(dict.fromkeys(each for each in (view.commander_id, incoming.user_id) if each))
    kept = keep(incident=view.id, version=view.version)
    protocol = desk.playbook.security_protocol
    return Open(breach_form(view, people, why, protocol=protocol, private_metadata=kept))


VERBS: Final[Verbs] = {"breach": breach}

PRESSES: Final[Listeners] = {"breach": press_breach}

FORMS: Final[Listeners] = {"breach": sent_breach}
