"""Messages about a change, in the incident's channel: `what` names the text, the rest are its facts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.show_alert import alert_view
from bot.blocks.incidents import hand_off
from bot.blocks.kit import Message
from bot.blocks.repair.backfill import backfill_over
from bot.blocks.views import IncidentView
from bot.closing.show_closing import closing_in_channel
from bot.desk import Desk
from bot.incidents.show_hand_off import hand_off_view
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.alerts.texts import ALERTS
from bot.outbox.deliveries.breach.texts import BREACH, of_breach
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.deliveries.incidents.move_texts import MOVES
from bot.outbox.deliveries.incidents.texts import INCIDENT
from bot.outbox.deliveries.ledger import texts as ledger_texts
from bot.outbox.deliveries.oncall.texts import CALLS
from bot.outbox.deliveries.repair import texts as repair_texts
from bot.outbox.deliveries.stages.texts import STAGES
from bot.outbox.deliveries.updates.texts import UPDATES
from bot.outbox.deliveries.verification.texts import PROOF
from bot.outbox.post import Letter, Post
from bot.repair.read_backfill import backfill_of
from models.outbox import OutboxItem
from models.place import Place

Facts = Mapping[str, Any]
Text = Callable[[IncidentView, Facts], Message]

TEXTS: Final[Mapping[str, Text]] = {
    **INCIDENT,
    **UPDATES,
    **CALLS,
    **STAGES,
    **PROOF,
    **repair_texts.REPAIR,
}

READ_ANEW: Final = {**ledger_texts.READ_ANEW, **repair_texts.READ_ANEW}


class SayInChannel(Post):
    """One message in the incident's channel."""

    kind = "say"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Render the text with what is true now."""
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.of_incident, desk.clock())
        what = item.intent["what"]
        if what == "handoff_offered":
            shown = await hand_off_view(session, item.intent["hand_off_id"])
            message = hand_off.hand_off_notice(shown)
        elif what in ALERTS:
            message = ALERTS[what](view, await alert_view(session, item.intent["alert_id"]))
        elif what in MOVES:
            message = await MOVES[what](view, item.intent, session, desk.clock())
        elif what in {"closing_sent", "closing_here"}:
            message = await closing_in_channel(view, item.intent, session)
        elif what == "backfill_over":
            message = backfill_over(await backfill_of(session, item.of_incident))
        elif what in BREACH:
            message = await of_breach(view, item.intent, session, desk)
        elif what in READ_ANEW:
            message = await READ_ANEW[what](item.of_incident, item.intent, session)
        else:
            message = TEXTS[what](view, item.intent)
        return Letter(opened_channel(place), message)
