"""What a silence would have hidden in the last week: how many alerts of how many kinds, what they opened."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.alerts.silence_views import PreviewView
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from models.alert import Alert, assets_in
from models.concern import Concern
from models.incident import Incident
from models.quiet import QuietRule, sort_quiet
from models.signal import Signal
from models.vocabulary import AlertStatus, DecisionKind, SilenceKind, SilenceScope

LOOKS_BACK: Final = timedelta(days=7)

#: Kinds looked at, the loudest first: what a week of a large team has many times over.
ROOM: Final = 20_000

#: Kinds that are named, the loudest first.
EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """One fingerprint of the last week: how often it fired, and its last words."""

    fingerprint: str
    count: int
    source: str
    title: str
    assets: str | None
    rule: str | None


async def preview_silence(desk: Desk, scope: SilenceScope, pattern: str, *, user_id: str) -> PreviewView:
    """Look back through this person's eyes: of an incident that they may not see nothing is said.

    The caller has refreshed who is where.
    """
    since = desk.clock() - LOOKS_BACK
    async with desk.store.reading() as session:
        kinds = await _kinds(session, since, pattern if scope is SilenceScope.FINGERPRINT else None)
        # Beside the loop: other people's presses are not to wait for it.
        hidden = await asyncio.to_thread(_hidden, kinds, _any_time(scope, pattern, since))
        names = {each.fingerprint for each in hidden}
        opened = await _opened(session, since, user_id)
        unseen = await _unseen(session, user_id)
    named = [each for each in hidden if each.fingerprint not in unseen]
    named.sort(key=lambda each: (-each.count, each.title))
    return PreviewView(
        alert_count=sum(each.count for each in hidden),
        kind_count=len(hidden),
        is_all=len(hidden) == len(kinds) and scope is not SilenceScope.FINGERPRINT,
        examples=tuple((each.title, each.count) for each in named[:EXAMPLES]),
        opened_ids=tuple(sorted({number for number, fingerprint in opened if fingerprint in names})),
    )


def _any_time(scope: SilenceScope, pattern: str, since: datetime) -> QuietRule:
    return QuietRule(
        kind=SilenceKind.SILENCED,
        scope=scope,
        pattern=pattern,
        since_at=since,
        until_at=since + LOOKS_BACK,
    )


def _hidden(kinds: Sequence[Kind], rule: QuietRule) -> list[Kind]:
    """Those that fit the pattern, as the rules have it."""
    rules = sort_quiet([rule])
    return [each for each in kinds if rules.holding(_told(each), rule.since_at, fingerprint=each.fingerprint)]


def _told(kind: Kind) -> Signal:
    assets = assets_in(kind.assets)
    return Signal(source=kind.source, title=kind.title, rule=kind.rule, assets=assets)


async def _kinds(session: AsyncSession, since: datetime, fingerprint: str | None) -> list[Kind]:
    """What fired since then, one row for each fingerprint."""
    firing = select(Alert.fingerprint, func.count().label("count"), func.max(Alert.id).label("last")).where(
        Alert.received_at >= since, Alert.status == AlertStatus.FIRING
    )
    if fingerprint is not None:
        firing = firing.where(Alert.fingerprint == fingerprint)
    loudest = firing.group_by(Alert.fingerprint).order_by(func.count().desc()).limit(ROOM)
    counted = loudest.subquery()
    rows = (
        select(counted.c.fingerprint, counted.c.count, Alert.source, Alert.title, Alert.asset, Concern.rule)
        .join(Alert, Alert.id == counted.c.last)
        .outerjoin(Concern, Concern.fingerprint == counted.c.fingerprint)
    )
    return [Kind(*row) for row in await session.execute(rows)]


async def _opened(session: AsyncSession, since: datetime, user_id: str) -> list[tuple[int, str]]:
    """Incidents that alerts opened since then, by themselves or by someone's press, and by which."""
    by_hand = and_(Alert.channel_id == Incident.origin_channel_id, Alert.message_ts == Incident.origin_ts)
    rows = (
        select(Incident.id, Alert.fingerprint)
        .join(Alert, Alert.incident_id == Incident.id)
        .where(
            Incident.declared_at >= since,
            Incident.is_drill.is_(False),
            visible_to(user_id),
            or_(Alert.decision == DecisionKind.OPEN, by_hand),
        )
    )
    return [(number, fingerprint) for number, fingerprint in (await session.execute(rows.distinct())).all()]


async def _unseen(session: AsyncSession, user_id: str) -> frozenset[str]:
    """Fingerprints of alerts that belong to incidents which this person may not see."""
    private = (
        select(Alert.fingerprint)
        .join(Incident, Incident.id == Alert.incident_id)
        .where(Incident.is_private, ~visible_to(user_id))
    )
    return frozenset(await session.scalars(private.distinct()))
