"""What is known that bears on a signal: open incidents, silences, a triage card that speaks for it."""

import zlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.alert import Alert
from models.grouping import AskedCard, Known, OpenIncident, Quiet, Rule
from models.incident import Incident
from models.silence import Silence
from models.vocabulary import AlertStatus, DecisionKind, Stage


async def lock_fingerprints(session: AsyncSession, fingerprints: Iterable[str]) -> None:
    """Until the commit nobody else decides about these: two replicas must not open two incidents for one.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    for number in sorted({zlib.crc32(fingerprint.encode()) for fingerprint in fingerprints}):
        await session.execute(select(func.pg_advisory_xact_lock(number)))


async def find_known(
    session: AsyncSession, fingerprint: str, rules: tuple[Rule, ...], now: datetime
) -> Known:
    """Read what `decide` needs."""
    return Known(
        rules=rules,
        incidents=await _open_incidents(session, fingerprint),
        quiet=await find_quiet(session, fingerprint, now),
        card=await _asked(session, fingerprint),
    )


async def latest(session: AsyncSession, fingerprint: str) -> Alert | None:
    """What was heard of it last."""
    heard = select(Alert).where(Alert.fingerprint == fingerprint).order_by(Alert.id.desc()).limit(1)
    return (await session.scalars(heard)).one_or_none()


async def find_silence(session: AsyncSession, fingerprint: str, now: datetime) -> Silence | None:
    """The silence that holds now."""
    holding = select(Silence).where(
        Silence.pattern == fingerprint, Silence.until_at > now, Silence.ended_at.is_(None)
    )
    return (await session.scalars(holding.order_by(Silence.until_at.desc()).limit(1))).one_or_none()


async def find_quiet(session: AsyncSession, fingerprint: str, now: datetime) -> Quiet | None:
    """The same, as the rules know it."""
    silence = await find_silence(session, fingerprint, now)
    return Quiet(until_at=silence.until_at, because=words_of(silence)) if silence else None


def words_of(silence: Silence) -> str:
    """Kind and reason: `expected: the vendor migrates`."""
    return f"{silence.kind}: {silence.because}" if silence.because else silence.kind.value


async def _open_incidents(session: AsyncSession, fingerprint: str) -> tuple[OpenIncident, ...]:
    """A drill is no place for a real alert."""
    shares = select(Alert.incident_id).where(Alert.fingerprint == fingerprint, Alert.incident_id.is_not(None))
    open_ones = select(Incident.id, Incident.is_private).where(
        Incident.id.in_(shares), Incident.stage != Stage.CLOSED, Incident.is_drill.is_(False)
    )
    rows = await session.execute(open_ones.order_by(Incident.id.desc()))
    return tuple(OpenIncident(id=number, is_private=is_private) for number, is_private in rows)


async def _asked(session: AsyncSession, fingerprint: str) -> AskedCard | None:
    """The last triage card, unless an incident, a recovery or a silence that ran out settled it."""
    asked = select(Alert).where(Alert.fingerprint == fingerprint, Alert.decision == DecisionKind.TRIAGE)
    card = (await session.scalars(asked.order_by(Alert.id.desc()).limit(1))).one_or_none()
    if card is None or card.incident_id is not None:
        return None
    recovered = select(Alert.id).where(
        Alert.fingerprint == fingerprint, Alert.id > card.id, Alert.status == AlertStatus.RESOLVED
    )
    silenced = select(Silence.id).where(Silence.pattern == fingerprint, Silence.since_at >= card.received_at)
    for settled in (recovered, silenced):
        if (await session.execute(settled.limit(1))).first() is not None:
            return None
    return AskedCard(alert_id=card.id, asked_at=card.received_at)
