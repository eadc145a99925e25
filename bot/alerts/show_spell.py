"""What is known of an alert since it began to fire: repeats, what its card speaks for, how it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.message_link import kept_message_link
from bot.alerts.said_again import causes_of
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.shared_cause import SharedKind, in_words
from models.vocabulary import AlertStatus, DecisionKind, Stage

#: The surest sign first.
_SURE = tuple(SharedKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """As the card of one alert shows it."""

    is_firing: bool
    repeat_count: int = 0
    last_at: datetime | None = None
    last_link: str | None = None
    firing_since_at: datetime | None = None
    recovered_at: datetime | None = None
    flapping_since_at: datetime | None = None
    folded_count: int = 0
    folded_by: str | None = None
    offered_ref: str | None = None


async def read_spell(session: AsyncSession, alert: Alert) -> Spell:
    """Read it; a card that speaks for its alert no more shows what was until the next one asked."""
    concern = await session.get(Concern, alert.fingerprint)
    if concern is None or concern.card_alert_id not in {alert.id, None}:
        return await _until_asked_again(session, alert)
    folded, firing = await _folded(session, alert, concern)
    is_firing = concern.is_firing or firing > 0
    repeats = max(concern.firing_count - 1, 0)
    return Spell(
        is_firing=is_firing,
        repeat_count=repeats,
        last_at=concern.last_at if repeats and concern.is_firing else None,
        last_link=await _last_link(session, concern) if repeats and concern.is_firing else None,
        firing_since_at=concern.firing_since_at,
        recovered_at=None if is_firing else concern.recovered_at,
        flapping_since_at=concern.flapping_since_at,
        folded_count=folded,
        folded_by=await _shared(session, alert) if folded else None,
        offered_ref=await _offered(session, concern) if is_firing and alert.incident_id is None else None,
    )


async def _folded(session: AsyncSession, alert: Alert, concern: Concern) -> tuple[int, int]:
    """How many others the card speaks for, and how many of them fire."""
    others = select(Concern.status, func.count()).where(
        Concern.card_alert_id == alert.id, Concern.fingerprint != concern.fingerprint
    )
    counted = {row.status: row[1] for row in await session.execute(others.group_by(Concern.status))}
    return sum(counted.values()), counted.get(AlertStatus.FIRING, 0)


async def _last_link(session: AsyncSession, concern: Concern) -> str | None:
    """The message of the last firing, else the tool's own page."""
    same = select(Alert).where(Alert.fingerprint == concern.fingerprint, Alert.status == AlertStatus.FIRING)
    last = (
        await session.scalars(same.order_by(Alert.received_at.desc(), Alert.id.desc()).limit(1))
    ).one_or_none()
    if last is None or last.message_ts is None:
        return concern.link
    return await kept_message_link(session, last.channel_id, last.message_ts) or concern.link


async def _shared(session: AsyncSession, alert: Alert) -> str | None:
    """What those share for which the card speaks: the surest sign."""
    causes = select(Cause.kind, Cause.name).where(
        Cause.card_alert_id == alert.id, Cause.concern_count > 1, Cause.kept_apart_at.is_(None)
    )
    found = sorted(await session.execute(causes), key=lambda row: _SURE.index(row.kind))
    return in_words(found[0].kind, found[0].name) if found else None


async def _offered(session: AsyncSession, concern: Concern) -> str | None:
    """A public incident that people work on, and to which something that it shares has led."""
    keys = causes_of(concern)
    led = (
        select(Cause.key, Cause.incident_id)
        .join(Incident, Incident.id == Cause.incident_id)
        .where(Cause.key.in_(keys), Cause.kept_apart_at.is_(None), Incident.stage != Stage.CLOSED)
        .where(Incident.is_private.is_(False), Incident.is_drill.is_(False))
        .where(Incident.id != (concern.apart_from_id or 0))
    )
    found = {row.key: row.incident_id for row in await session.execute(led)} if keys else {}
    return next((f"INC-{found[key]}" for key in keys if key in found), None)


async def _until_asked_again(session: AsyncSession, alert: Alert) -> Spell:
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
    repeats = sum(status is AlertStatus.FIRING for status in statuses)
    return Spell(is_firing=last is AlertStatus.FIRING, repeat_count=repeats)
