"""The tool says that it is fine again: ledger, card and owner hear it; closing is for a person."""

from sqlalchemy import or_, select

from bot.alerts.facts import Facts
from bot.incidents.show_change import say
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern, Turn
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import AlertStatus


async def tell_recovered(uow: UnitOfWork, facts: Facts, alert: Alert, concern: Concern, turn: Turn) -> None:
    """Record the recovery; when all of the incident is fine for as often as agreed, offer to close."""
    incident = facts.incidents.get(alert.incident_id or 0)
    if incident is None or not incident.is_open:
        return
    if turn.turned:
        _record(uow, incident, alert)
    if concern.is_flapping(facts.now, facts.flapping):
        return
    if concern.green_count == facts.alerts.green_runs and not await _still_fires(uow, facts, incident):
        await say(uow, incident, "alert_recovered", alert_id=alert.id)


def _record(uow: UnitOfWork, incident: Incident, alert: Alert) -> None:
    entry = incident.entry(
        EntryKind.ALERT_RECOVERED, at=uow.now, text=alert.title, alert=alert.id, fingerprint=alert.fingerprint
    )
    entry.message_channel_id, entry.message_ts = alert.channel_id, alert.message_ts
    uow.record(entry)


async def _still_fires(uow: UnitOfWork, facts: Facts, incident: Incident) -> bool:
    """Whether anything of the incident fires, or was not yet fine often enough."""
    not_fine = or_(
        Concern.status == AlertStatus.FIRING,
        Concern.green_count < facts.alerts.green_runs,
    )
    left = select(Concern.fingerprint).where(Concern.incident_id == incident.id, not_fine)
    return (await uow.session.execute(left.limit(1))).first() is not None
