"""Forms that move an incident on, or correct it; what a gate wants of that gets its buttons there."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.desk import Desk
from bot.incidents.advance_stage import advance as advance_stage
from bot.incidents.close_incident import close as close_incident
from bot.incidents.edit_incident import edit as edit_incident
from bot.incidents.link_call import link_call
from bot.incidents.reopen_incident import reopen as reopen_incident
from handlers.answer import Answer, Done, Redraw
from handlers.here import incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners
from handlers.show_forms import lists_all, show_advance, show_close
from models.errors import GateHolds
from models.vocabulary import Outcome, Stage, Symptom


async def edit(desk: Desk, incoming: Incoming) -> Answer:
    """Title, domain, symptom, asset."""
    fields = incoming.fields
    symptom = Symptom(fields["symptom"]) if "symptom" in fields else None
    changes = {
        "title": fields.get("title", ""),
        "domain": fields.get("domain"),
        "symptom": symptom,
        "asset": fields.get("asset"),
    }
    return await _act(desk, incoming, edit_incident, changes)


async def advance(desk: Desk, incoming: Incoming) -> Answer:
    """The chosen stage, and why."""
    fields = incoming.fields
    return await _leave(
        desk,
        incoming,
        advance_stage,
        Stage(fields["stage"]),
        why=fields.get("reason", ""),
        override=fields.get("override", ""),
    )


async def close(desk: Desk, incoming: Incoming) -> Answer:
    """How it ended, what it was, what was done."""
    fields = incoming.fields
    return await _leave(
        desk,
        incoming,
        close_incident,
        Outcome(fields["outcome"]),
        cause=fields.get("cause", ""),
        remedy=fields.get("remedy", ""),
        fixed_at=incoming.moment("fixed_at"),
        override=fields.get("override", ""),
        stays=fields.get("stays", ""),
        effect=fields.get("effect", ""),
    )


async def reopen(desk: Desk, incoming: Incoming) -> Answer:
    """Why it is taken up again."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await reopen_incident(uow, incident_id, by_id=incoming.user_id, why=incoming.fields.get("reason", ""))
    return Done()


async def call_link(desk: Desk, incoming: Incoming) -> Answer:
    """Where the call is."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await link_call(uow, incident_id, incoming.fields.get("url", ""), by_id=incoming.user_id)
    return Done()


async def _act(
    desk: Desk, incoming: Incoming, use_case: Callable[..., Awaitable[Any]], *what: Any, **more: Any
) -> Answer:
    """A change that must not be made over somebody else's: it bears the version that the form showed."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        version = incoming.kept.get("version")
        await use_case(uow, incident_id, *what, by_id=incoming.user_id, seen_version=version, **more)
    return Done()


async def _leave(
    desk: Desk, incoming: Incoming, use_case: Callable[..., Awaitable[Any]], *what: Any, **more: Any
) -> Answer:
    """Leave a stage; what a gate wants that has no button on the form gets one there."""
    try:
        return await _act(desk, incoming, use_case, *what, **more)
    except GateHolds as holds:
        if lists_all(incoming, holds):
            raise
        if incoming.name == "close":
            return Redraw((await show_close(desk, holds.incident_id)).view)
        return Redraw((await show_advance(desk, holds.incident_id, holds.missing)).view)


FORMS: Final[Listeners] = {
    "edit": edit,
    "advance": advance,
    "close": close,
    "reopen": reopen,
    "call_link": call_link,
}
