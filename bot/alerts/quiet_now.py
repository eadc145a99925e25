"""Silences as the rules know them, and what of the alerts known so far they cover."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.said_again import signal_of
from bot.database import in_parts
from models.alert import Alert, assets_in
from models.concern import Concern
from models.quiet import QuietRule, sort_quiet
from models.silence import Silence
from models.vocabulary import AlertStatus, SilenceScope

#: Asked for every batch of alerts, so built once.
_HOLDING: Final = (
    select(Silence)
    .where(
        Silence.ended_at.is_(None), Silence.since_at <= bindparam("now"), Silence.until_at > bindparam("now")
    )
    .order_by(Silence.until_at, Silence.id)
)


async def holding_silences(session: AsyncSession, now: datetime) -> Sequence[Silence]:
    """Those that hold now, the ones that end first first."""
    return (await session.scalars(_HOLDING, {"now": now})).all()


def rule_of(silence: Silence) -> QuietRule:
    """A silence as the rules know it."""
    return QuietRule(
        kind=silence.kind,
        scope=silence.scope,
        pattern=silence.pattern,
        since_at=silence.since_at,
        until_at=silence.until_at,
        because=silence.because,
        by_id=silence.by_id,
        silence_id=silence.id,
    )


async def firing_and_covered(session: AsyncSession, rule: QuietRule) -> list[Concern]:
    """The concerns that fire and that a silence covers, those with the newest word first."""
    firing = select(Concern).where(Concern.status == AlertStatus.FIRING)
    if rule.scope is SilenceScope.FINGERPRINT:
        firing = firing.where(Concern.fingerprint == rule.pattern)
    concerns = (await session.scalars(firing.order_by(Concern.last_at.desc(), Concern.fingerprint))).all()
    assets = await assets_of(session, concerns, rule.scope)
    return [each for each in concerns if covers(rule, each, assets.get(each.fingerprint, ()))]


async def assets_of(
    session: AsyncSession, concerns: Collection[Concern], scope: SilenceScope
) -> dict[str, tuple[str, ...]]:
    """All assets that each is about, where that matters: the concern itself knows only the first."""
    ids = [each.card_alert_id for each in concerns if each.card_alert_id is not None]
    if scope is not SilenceScope.ASSET or not ids:
        return {}
    told: dict[str, tuple[str, ...]] = {}
    for some in in_parts(ids):
        named = select(Alert.fingerprint, Alert.asset).where(Alert.id.in_(some))
        for fingerprint, asset in await session.execute(named):
            told[fingerprint] = assets_in(asset)
    return told


def covers(rule: QuietRule, concern: Concern, assets: Iterable[str] = ()) -> bool:
    """Whether a silence, when it holds, hides this concern."""
    signal = signal_of(concern, assets)
    return sort_quiet([rule]).holding(signal, rule.since_at, fingerprint=concern.fingerprint) is not None
