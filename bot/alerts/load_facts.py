"""Read what bears on a batch of signals: a handful of queries, however many signals there are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.facts import Facts, time_of
from bot.alerts.lineage import Lineage
from bot.alerts.quiet_now import holding_silences, rule_of
from bot.alerts.relatives import find_relatives, labels_of
from bot.playbook import Alerts
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.quiet import sort_quiet
from models.shared_cause import ancestor_key, shared_causes
from models.signal import Signal
from models.silence import Silence
from models.vocabulary import SilenceScope, Stage

#: Any number that nobody else uses.
_DECIDING: Final = text("SELECT pg_advisory_xact_lock(72130002)")

#: Built once: they are asked for every batch, and building one costs as much as asking it.
_IDS: Final[BindParameter[Sequence[int]]] = bindparam("ids", expanding=True)
_NAMED: Final[BindParameter[Sequence[str]]] = bindparam("named", expanding=True)
_CONCERNS: Final = select(Concern).where(Concern.fingerprint.in_(_NAMED))
_CAUSES: Final = select(Cause).where(Cause.key.in_(_NAMED))
_INCIDENTS: Final = select(Incident).where(Incident.id.in_(_IDS))
_ALERTS: Final = select(Alert).where(Alert.id.in_(_IDS))
#: How many channels alerts have opened since then, and the open incident that gathers a storm.
_OPENED: Final = (
    select(func.count())
    .select_from(Incident)
    .where(
        Incident.declared_at > bindparam("since"),
        Incident.declared_by_id.is_(None),
        Incident.is_storm.is_(False),
    )
)
_STORM: Final = (
    select(Incident.id)
    .where(Incident.stage != Stage.CLOSED, Incident.is_storm.is_(True), Incident.is_private.is_(False))
    .order_by(Incident.id.desc())
    .limit(1)
)
_OPENED_AND_STORM: Final = select(_OPENED.scalar_subquery(), _STORM.scalar_subquery())
_LAST_SILENCED: Final = (
    select(Silence.pattern, func.max(Silence.since_at))
    .where(Silence.scope == SilenceScope.FINGERPRINT, Silence.pattern.in_(_NAMED))
    .group_by(Silence.pattern)
)


async def lock_deciding(session: AsyncSession) -> None:
    """Until the commit nobody else decides about alerts, nor moves them.

    Take it before any incident's row. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_DECIDING)


async def load_facts(
    session: AsyncSession,
    alerts: Alerts,
    signals: Sequence[Signal],
    now: datetime,
    lineage: Lineage | None = None,
) -> Facts:
    """Read what bears on these signals; of what lies around them in the lineage, too."""
    facts = Facts(alerts, now, lineage=lineage)
    fingerprints = {signal.fingerprint for signal in signals}
    facts.concerns = await find_concerns(session, fingerprints)
    keys = {each.key for signal in signals for each in shared_causes(signal)}
    around = await find_relatives(session, facts, signals)
    for concern in around:
        facts.fails(concern)
    keys |= {ancestor_key(label) for label in labels_of(facts, signals)}
    causes = await session.scalars(_CAUSES, {"named": list(keys)}) if keys else ()
    facts.causes = {cause.key: cause for cause in causes}
    facts.concerns |= {each.fingerprint: each for each in around}
    rows: list[Concern | Cause] = [*facts.concerns.values(), *facts.causes.values()]
    since = now - time_of(alerts.storm.within)
    facts.opened_count, facts.storm_id = (await session.execute(_OPENED_AND_STORM, {"since": since})).one()
    facts.incidents = await _incidents(session, [*(row.incident_id for row in rows), facts.storm_id])
    facts.cards = await _alerts(session, (row.card_alert_id for row in rows))
    asked = {card.fingerprint for card in facts.cards.values()} - facts.concerns.keys()
    facts.concerns |= await find_concerns(session, asked) if asked else {}
    await _read_silences(session, facts, set(facts.concerns) | fingerprints)
    return facts


async def find_concerns(session: AsyncSession, fingerprints: Iterable[str]) -> dict[str, Concern]:
    """The concerns of these fingerprints."""
    found = await session.scalars(_CONCERNS, {"named": list(set(fingerprints))})
    return {concern.fingerprint: concern for concern in found}


async def _incidents(session: AsyncSession, ids: Iterable[int | None]) -> dict[int, Incident]:
    """Only read: what machines write never touches the rows that people change."""
    found = await session.scalars(_INCIDENTS, {"ids": _known(ids)})
    return {incident.id: incident for incident in found}


async def _alerts(session: AsyncSession, ids: Iterable[int | None]) -> dict[int, Alert]:
    found = await session.scalars(_ALERTS, {"ids": _known(ids)})
    return {alert.id: alert for alert in found}


def _known(ids: Iterable[int | None]) -> list[int]:
    return list({each for each in ids if each is not None})


async def _read_silences(session: AsyncSession, facts: Facts, fingerprints: set[str]) -> None:
    """Those that hold now, and when the last of each fingerprint began, be it over or not."""
    facts.quiet = sort_quiet(rule_of(each) for each in await holding_silences(session, facts.now))
    facts.silenced_at = dict(iter(await session.execute(_LAST_SILENCED, {"named": list(fingerprints)})))


async def folded_under(session: AsyncSession, card_alert_id: int) -> Sequence[Concern]:
    """All that the card of one alert speaks for."""
    folded = select(Concern).where(Concern.card_alert_id == card_alert_id)
    return (await session.scalars(folded.order_by(Concern.fingerprint))).all()
