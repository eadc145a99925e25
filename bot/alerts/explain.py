"""Which alerts belong to an incident, what each decided, and why; of many, what they have in common."""

from typing import Final

from sqlalchemy import func, select

from bot.alerts.show_alert import alert_view
from bot.alerts.show_causes import causes_view
from bot.blocks.alerts.causes import causes_by_why
from bot.blocks.alerts.triage_card import about
from bot.blocks.alerts.views import AlertView
from bot.blocks.kit import Message, note
from bot.blocks.limits import clip
from bot.blocks.parts import Line, line, moment, reads, strong
from bot.desk import Desk
from models.alert import Alert

#: Alerts that are told one by one; of more it is told what they have in common.
SHOWN: Final = 8


async def explain(desk: Desk, incident_id: int) -> Message:
    """The alerts of an incident, one of each kind, newest first; the caller has asked who may see it."""
    async with desk.store.reading() as session:
        kinds = select(func.min(Alert.id)).where(Alert.incident_id == incident_id).group_by(Alert.fingerprint)
        ids = (await session.scalars(kinds.order_by(func.min(Alert.id).desc()))).all()
        if len(ids) > SHOWN:
            return causes_by_why(await causes_view(session, incident_id))
        views = [await alert_view(session, alert_id, desk.clock()) for alert_id in ids]
    if not views:
        return note(line(f"No alert belongs to INC-{incident_id}: a person declared it."))
    lines = [each for view in views for each in _lines(view)]
    return note(line(strong(f"Alerts of INC-{incident_id}")), *lines)


def _lines(view: AlertView) -> tuple[Line, ...]:
    again = f", came {view.repeat_count} times more" if view.repeat_count else ""
    return line(f"#{view.id}  ", *about(view)), line(
        moment(view.received_at), again, ". ", *reads(clip(view.reason, 200))
    )
