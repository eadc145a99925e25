"""Attach: what alerts are about becomes part of an incident; the ledger says so once."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import or_, select, update

from bot.alerts.message_link import kept_message_link
from bot.alerts.redraw_card import redraw_card
from bot.uow import UnitOfWork
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import DecisionKind, Stage

#: How much of an alert's own words the ledger keeps beside its title.
LONGEST_EXCERPT: Final = 500

#: Alerts that one entry names; of a storm it gives the number of the rest.
NAMED: Final = 20


async def record_attached(
    uow: UnitOfWork,
    incident: Incident,
    alerts: Sequence[Alert],
    *,
    by_id: str | None = None,
    cause_key: str | None = None,
) -> None:
    """One entry of the ledger for alerts that came together, with the message of the first."""
    first, more = alerts[0], len(alerts) - 1
    excerpt = f": {first.excerpt[:LONGEST_EXCERPT]}" if first.excerpt else ""
    others = f" (and {more} more)" if more else ""
    entry = incident.entry(
        EntryKind.ALERT_ATTACHED,
        at=uow.now,
        by=by_id,
        text=f"{first.title}{others}{excerpt}",
        alert=first.id,
        alerts=[alert.id for alert in alerts[:NAMED]] if more else None,
        fingerprint=first.fingerprint,
        source=first.source,
        cause=cause_key,
        link=first.link,
    )
    entry.message_channel_id, entry.message_ts = first.channel_id, first.message_ts
    entry.permalink = await kept_message_link(uow.session, first.channel_id, first.message_ts)
    uow.record(entry)


async def join_concerns(
    uow: UnitOfWork, concerns: Sequence[Concern], incident: Incident, *, by_id: str | None = None
) -> None:
    """What these stand for belongs to the incident from now on, with what was heard of it in this spell.

    What is worked on in another one meanwhile stays there.
    """
    elsewhere = await _open_others(uow, concerns, incident)
    for concern in concerns:
        if concern.incident_id in elsewhere:
            continue
        alerts = await loose_alerts(uow, concern)
        is_news, concern.incident_id = concern.incident_id != incident.id, incident.id
        concern.notified_at = concern.notified_at or uow.now
        if alerts and is_news:
            await record_attached(uow, incident, alerts[:1], by_id=by_id)
        ids = [alert.id for alert in alerts]
        await uow.session.execute(update(Alert).where(Alert.id.in_(ids)).values(incident_id=incident.id))
        await _lead_causes(uow, concern, incident)
        for alert in alerts:
            if alert.decision is DecisionKind.TRIAGE:  # it has a card of its own
                await redraw_card(uow, alert)


async def _open_others(uow: UnitOfWork, concerns: Sequence[Concern], incident: Incident) -> set[int | None]:
    others = {each.incident_id for each in concerns} - {None, incident.id}
    if not others:
        return set()
    still_open = select(Incident.id).where(Incident.id.in_(others), Incident.stage != Stage.CLOSED)
    return set(await uow.session.scalars(still_open))


async def loose_alerts(uow: UnitOfWork, concern: Concern) -> list[Alert]:
    """What was heard of it since it began to fire, or since its card asked, and belongs to no incident."""
    heard = select(Alert).where(Alert.fingerprint == concern.fingerprint, Alert.incident_id.is_(None))
    if concern.firing_since_at is not None:
        since = Alert.received_at >= concern.firing_since_at
        heard = heard.where(or_(since, Alert.id == concern.card_alert_id))
    return list(await uow.session.scalars(heard.order_by(Alert.id).limit(1_000)))


async def _lead_causes(uow: UnitOfWork, concern: Concern, incident: Incident) -> None:
    """Later alerts that share its card find the incident."""
    if concern.card_alert_id is None:
        return
    over = select(Incident.id).where(Incident.stage == Stage.CLOSED)
    asked = update(Cause).where(
        Cause.card_alert_id == concern.card_alert_id,
        or_(Cause.incident_id.is_(None), Cause.incident_id.in_(over)),
    )
    leads = {"incident_id": incident.id, "offer_channel_id": None, "offer_ts": None}
    await uow.session.execute(asked.values(leads).execution_options(synchronize_session="fetch"))
