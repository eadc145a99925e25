"""The tool says that it is fine again: ledger, card and owner hear it; closing is for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from bot.alerts.facts import Facts
from bot.alerts.tell_owner import tell_owner
from bot.incidents.show_change import say
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import AlertStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The word of a tool that something is fine again."""

    alert: Alert
    concern: Concern
    #: It was broken until now.
    turned: bool
    #: With this it was fine as often as agreed, and it does not flap.
    is_green: bool


async def tell_recovered(uow: UnitOfWork, facts: Facts, recoveries: Sequence[Recovery]) -> None:
    """Record each; where all of an incident is fine for as often as agreed, offer once to close it."""
    green: dict[int, Alert] = {}
    for each in recoveries:
        if each.is_green:
            await tell_owner(uow, each.concern, each.alert)
        incident = facts.incidents.get(each.alert.incident_id or 0)
        if incident is None or not incident.is_open:
            continue
        if each.turned:
            _record(uow, incident, each.alert)
        if each.is_green:
            green[incident.id] = each.alert
    for incident_id, alert in green.items():
        if not await _still_fires(uow, facts, incident_id):
            await say(uow, incident_id, "alert_recovered", alert_id=alert.id)


def _record(uow: UnitOfWork, incident: Incident, alert: Alert) -> None:
    entry = incident.entry(
        EntryKind.ALERT_RECOVERED, at=uow.now, text=alert.title, alert=alert.id, fingerprint=alert.fingerprint
    )
    entry.message_channel_id, entry.message_ts = alert.channel_id, alert.message_ts
    uow.record(entry)


async def _still_fires(uow: UnitOfWork, facts: Facts, incident_id: int) -> bool:
    """Whether anything of the incident fires, or was not yet fine often enough."""
    not_fine = or_(
        Concern.status == AlertStatus.FIRING,
        Concern.green_count < facts.alerts.green_runs,
    )
    left = select(Concern.fingerprint).where(Concern.incident_id == incident_id, not_fine)
    return (await uow.session.execute(left.limit(1))).first() is not None
