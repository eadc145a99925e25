"""Read an alert as it stands now, as view data for its card and for texts."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.find_silence import find_silence
from bot.alerts.load_facts import folded_under
from bot.blocks.alert_view import AlertView
from models.alert import Alert
from models.concern import Concern
from models.errors import NotFound
from models.incident import Incident
from models.place import Place
from models.silence import Silence, SilenceKind
from models.vocabulary import AlertStatus, DecisionKind


async def alert_view(session: AsyncSession, alert_id: int, now: datetime | None = None) -> AlertView:
    """One alert; without `now` silences are left out. Raises NotFound."""
    alert = await session.get(Alert, alert_id)
    if alert is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    silence = await find_silence(session, alert.fingerprint, now) if now else None
    incident, channel_id = await _incident(session, alert)
    repeats, is_firing = await _heard(session, alert)
    return AlertView(
        id=alert.id,
        title=alert.title,
        source=alert.source,
        received_at=alert.received_at,
        reason=alert.reason,
        is_firing=is_firing,
        severity_hint=alert.severity_hint,
        symptom=alert.symptom,
        asset=alert.asset,
        link=alert.link,
        excerpt=alert.excerpt,
        repeat_count=repeats,
        taken_by_id=alert.taken_by_id,
        taken_at=alert.taken_at,
        expected_by_id=_by(silence, SilenceKind.EXPECTED),
        snoozed_by_id=_by(silence, SilenceKind.SNOOZED),
        silent_until_at=silence.until_at if silence else None,
        incident_id=alert.incident_id,
        incident_channel_id=channel_id,
        incident_is_private=incident.is_private if incident else False,
        opened_incident=_opened(alert, incident),
    )


def _by(silence: Silence | None, kind: SilenceKind) -> str | None:
    return silence.by_id if silence and silence.kind is kind else None


def _opened(alert: Alert, incident: Incident | None) -> bool:
    if incident is None:
        return False
    came_from = (incident.origin_channel_id, incident.origin_ts)
    return alert.decision is DecisionKind.OPEN or came_from == (alert.channel_id, alert.message_ts)


async def _incident(session: AsyncSession, alert: Alert) -> tuple[Incident | None, str | None]:
    if alert.incident_id is None:
        return None, None
    place = await session.get(Place, alert.incident_id)
    return await session.get(Incident, alert.incident_id), place.channel_id if place else None


async def _heard(session: AsyncSession, alert: Alert) -> tuple[int, bool]:
    """How often it came again, and whether anything fires still for which its card speaks."""
    concern = await session.get(Concern, alert.fingerprint)
    if concern is None or concern.card_alert_id not in {alert.id, None}:
        return await _heard_then(session, alert)
    folded = await folded_under(session, alert.id)
    is_firing = any(each.is_firing for each in (concern, *folded))
    return max(concern.firing_count - 1, 0), is_firing


async def _heard_then(session: AsyncSession, alert: Alert) -> tuple[int, bool]:
    """The same of a card that speaks for it no more: until the next one asked."""
    same = Alert.fingerprint == alert.fingerprint
    asked_again = select(func.min(Alert.id)).where(
        same, Alert.id > alert.id, Alert.decision.in_([DecisionKind.TRIAGE, DecisionKind.OPEN])
    )
    until = (await session.scalars(asked_again)).one()
    rows = select(Alert.status).where(same, Alert.id > alert.id)
    if until is not None:
        rows = rows.where(Alert.id < until)
    statuses = (await session.scalars(rows.order_by(Alert.id).limit(1_000))).all()
    last = statuses[-1] if statuses else alert.status
    return sum(status is AlertStatus.FIRING for status in statuses), last is AlertStatus.FIRING
