"""What contains an incident, or why nothing can; by command, button and form."""

import re
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.stages.stage_forms import NOTHING_CAN, RETENTION_ANSWERS
from bot.desk import Desk
from bot.stages.contain import contain as contain_incident
from handlers.answer import Answer, Done, Say
from handlers.here import incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import opens, show

_NOTHING: Final = re.compile(r"nothing(?:\s+can)?(?:\s*(?:because|[:,;.])\s*|\s[–—-]+\s|\s*$)", re.IGNORECASE)


async def contain(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`contain the export is stopped`, `contain nothing because …`; a form opens for what is missing."""
    incident_id = await incident_here(desk, incoming, "contain")
    nothing = _NOTHING.match(rest)
    what = rest[nothing.end() :] if nothing else rest
    if not what:
        return await show(desk, "contain_nothing" if nothing else "contain", incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await contain_incident(
            uow, incident_id, what, by_id=incoming.user_id, nothing_can=nothing is not None
        )
    return Say(note(line("It is in the ledger.")))


async def sent_containment(desk: Desk, incoming: Incoming) -> Answer:
    """What contains it, or why nothing can."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await contain_incident(
            uow,
            incident_id,
            incoming.fields.get("what", ""),
            by_id=incoming.user_id,
            nothing_can=incoming.fields.get("how") == NOTHING_CAN,
            retention=said if (said := incoming.fields.get("retention")) in RETENTION_ANSWERS else None,
        )
    return Done()


VERBS: Final[Verbs] = {"contain": contain}

FORMS: Final[Listeners] = {"contain": sent_containment}

PRESSES: Final[Listeners] = {"contain": opens("contain")}
