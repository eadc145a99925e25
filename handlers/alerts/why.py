"""`/incident why`: what alerts decided, and the reasons; of an incident, or of one alert by its link."""

from collections.abc import Sequence
from typing import Final

from bot.alerts.explain import explain
from bot.alerts.triage import why_alert
from bot.blocks.kit import Message
from bot.channels.may_read import require_may_read
from bot.desk import Desk
from handlers.answer import Answer, Say
from handlers.here import allow, incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.named import alerts_named, named_in
from models.alert import Alert
from models.errors import NotFound

#: One message may tell of many alerts; the first of them show what kind of answer there is.
SHOWN: Final = 5


async def why(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`why` in an incident's channel, `why INC-12`, or `why` and the link to an alert's message or card."""
    named = named_in(rest)
    alert_ids = await alerts_named(desk, incoming, named)
    if alert_ids:
        return Say(await _reasons(desk, incoming, alert_ids))
    if named.incident_id is None:
        return Say(await explain(desk, await incident_here(desk, incoming, "why", notes_only=True)))
    await allow(desk, incoming, named.incident_id, notes_only=True)
    return Say(await explain(desk, named.incident_id))


async def _reasons(desk: Desk, incoming: Incoming, alert_ids: Sequence[int]) -> Message:
    """The same as the Why button says, for those who may read where the alert was posted."""
    async with desk.store.reading() as session:
        alerts = [await session.get(Alert, alert_id) for alert_id in alert_ids[:SHOWN]]
    for alert in alerts:
        if alert is None:
            raise NotFound("There is no such alert.", "`/incident why` shows the numbers of an incident's.")
        if alert.channel_id is not None:
            await require_may_read(desk, alert.channel_id, incoming.user_id, typed_in=incoming.channel_id)
    told = [await why_alert(desk, alert.id, user_id=incoming.user_id) for alert in alerts if alert]
    blocks = tuple(block for each in told for block in each.blocks)
    return Message(text="\n".join(each.text for each in told), blocks=blocks)


VERBS: Final[Verbs] = {"why": why}
