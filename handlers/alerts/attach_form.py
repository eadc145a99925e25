"""The form behind a button of an alert's card: to which incident does it belong?"""

import json
from typing import Final

from bot.alerts.choose_incident import Candidate, choose_incident
from bot.alerts.move_alerts import attach_alert_to
from bot.blocks.alerts.attach_form import attach_form
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from handlers.answer import Answer, Done, Open
from handlers.here import allow
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from models.vocabulary import label


async def show_attach(desk: Desk, incoming: Incoming) -> Answer:
    """The open incidents that this person may see, the likeliest one chosen."""
    await allow(desk, incoming)
    await refresh_members(desk)
    choice = await choose_incident(desk, incoming.number, user_id=incoming.user_id)
    offered = {each.id: _words(each) for each in choice.candidates}
    kept = json.dumps({"alert": choice.alert_id})
    return Open(attach_form(choice.title, offered, likely_id=choice.likely_id, private_metadata=kept))


async def attach_alert(desk: Desk, incoming: Incoming) -> Answer:
    """The chosen one."""
    incident_id = number_in(incoming.fields.get("incident"))
    await allow(desk, incoming, incident_id)
    alert_id = number_in(incoming.kept.get("alert"))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await attach_alert_to(uow, alert_id, incident_id, by_id=incoming.user_id)
    return Done()


def _words(each: Candidate) -> str:
    return f"INC-{each.id} {label(each.severity)} {each.title}"


FORMS: Final[Listeners] = {"attach_alert": attach_alert}
