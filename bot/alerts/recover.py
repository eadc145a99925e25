"""The tool says that it is fine again: the card and the ledger show it; closing is for a person."""

from sqlalchemy import func, select

from bot.alerts.redraw_card import redraw_card
from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from models.alert import Alert
from models.grouping import Decision
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import AlertStatus


async def recover(uow: UnitOfWork, alert: Alert, decision: Decision) -> None:
    """Mark it where it is known; when all alerts of its incident have recovered, offer to close."""
    if decision.card_alert_id is not None:
        await redraw_card(uow, await uow.session.get_one(Alert, decision.card_alert_id))
    if decision.incident_id is None:
        return
    was_firing = await _fires(uow, decision.incident_id, alert.fingerprint)
    alert.incident_id = decision.incident_id
    await uow.session.flush()
    if not was_firing:
        return
    incident = (await uow.session.scalars(select(Incident).where(Incident.id == decision.incident_id))).one()
    entry = incident.entry(EntryKind.ALERT_RECOVERED, at=uow.now, text=alert.title, alert=alert.id)
    entry.message_channel_id, entry.message_ts = alert.channel_id, alert.message_ts
    uow.record(entry)
    await redraw(uow, incident)
    if not await _fires(uow, incident.id):
        await say(uow, incident, "alert_recovered", alert_id=alert.id)


async def _fires(uow: UnitOfWork, incident_id: int, fingerprint: str | None = None) -> bool:
    """Whether the last word on any alert of the incident (or on this one) is that it fires."""
    last = select(func.max(Alert.id)).where(Alert.incident_id == incident_id).group_by(Alert.fingerprint)
    if fingerprint is not None:
        last = last.where(Alert.fingerprint == fingerprint)
    firing = select(Alert.id).where(Alert.id.in_(last), Alert.status == AlertStatus.FIRING)
    return (await uow.session.execute(firing.limit(1))).first() is not None
