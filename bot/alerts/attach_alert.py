"""Attach: an alert becomes part of an incident; the ledger says so once, the card counts the rest."""

from sqlalchemy import select

from bot.alerts.message_link import kept_message_link
from bot.alerts.redraw_card import redraw_card
from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.alert import Alert
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import AlertStatus, DecisionKind

#: How much of an alert's own words the ledger keeps beside its title.
LONGEST_EXCERPT = 500


async def attach_alert(
    uow: UnitOfWork, alert: Alert, incident: Incident, *, by_id: str | None = None
) -> None:
    """Attach an alert; it stands in the ledger, with its message."""
    is_news = await _is_news(uow, alert, incident)
    alert.incident_id = incident.id
    if is_news:
        excerpt = f": {alert.excerpt[:LONGEST_EXCERPT]}" if alert.excerpt else ""
        entry = incident.entry(
            EntryKind.ALERT_ATTACHED,
            at=uow.now,
            by=by_id,
            text=f"{alert.title}{excerpt}",
            alert=alert.id,
            source=alert.source,
            link=alert.link,
        )
        entry.message_channel_id, entry.message_ts = alert.channel_id, alert.message_ts
        entry.permalink = await kept_message_link(uow.session, alert.channel_id, alert.message_ts)
        uow.record(entry)
    await redraw(uow, incident)


async def attach_folded(uow: UnitOfWork, alert: Alert, incident: Incident) -> None:
    """What the alert's card stands for goes along: its repeats, and what was posted in the same message."""
    for other in await folded_into(uow, alert):
        if other.status is AlertStatus.FIRING:
            await attach_alert(uow, other, incident)
            await redraw_card(uow, other)


async def folded_into(uow: UnitOfWork, alert: Alert) -> list[Alert]:
    """Alerts without an incident that the card of this one stands for."""
    loose = select(Alert).where(Alert.incident_id.is_(None), Alert.id != alert.id)
    repeats = loose.where(Alert.fingerprint == alert.fingerprint, Alert.id > alert.id)
    beside = loose.where(
        Alert.channel_id == alert.channel_id,
        Alert.message_ts == alert.message_ts,
        Alert.channel_id.is_not(None),
        Alert.decision.in_([DecisionKind.TRIAGE, DecisionKind.SUPPRESS]),
    )
    found = [*await uow.session.scalars(repeats), *await uow.session.scalars(beside)]
    return [*{other.id: other for other in found}.values()]


async def _is_news(uow: UnitOfWork, alert: Alert, incident: Incident) -> bool:
    """The first of its kind in this incident, or the first since it recovered."""
    before = (
        select(Alert.status)
        .where(Alert.fingerprint == alert.fingerprint, Alert.incident_id == incident.id, Alert.id != alert.id)
        .order_by(Alert.id.desc())
        .limit(1)
    )
    last = (await uow.session.scalars(before)).one_or_none()
    return last is not AlertStatus.FIRING
