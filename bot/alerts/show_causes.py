"""What the alerts of an incident have in common, counted by the database: a storm may have many thousands."""

from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.alerts.causes import SHOWN_BY_WHY, CauseLine, CausesView
from models.alert import Alert
from models.concern import Concern
from models.incident import Incident
from models.shared_cause import SharedKind, in_words
from models.vocabulary import AlertStatus

#: An incident with so many different alerts gets a list of them also where no storm gathered them.
MANY: Final = 5

#: The kind of what shares nothing.
ALONE: Final = "alert"

#: How many alerts an incident has, counted no further than that. Asked with every batch, so built once.
_SOME: Final = (
    select(literal(1)).where(Concern.incident_id == bindparam("incident_id")).limit(MANY).subquery()
)
_COUNTED: Final = select(func.count()).select_from(_SOME)


async def causes_view(session: AsyncSession, incident_id: int, *, most: int = SHOWN_BY_WHY) -> CausesView:
    """What fires first, then what is most; runs before rules before assets, where several share one."""
    incident = await session.get_one(Incident, incident_id)
    rows = (await session.execute(_ordered(incident_id).limit(most))).all()
    return CausesView(
        incident_id=incident_id,
        is_storm=incident.is_storm,
        is_open=incident.is_open,
        lines=tuple(_line(row) for row in rows),
        cause_count=rows[0].all_causes if rows else 0,
        alert_count=int(rows[0].all_alerts) if rows else 0,
        firing_count=int(rows[0].all_firing) if rows else 0,
    )


def _line(row: Any) -> CauseLine:
    alone = row.kind == ALONE or row.alerts == 1
    return CauseLine(
        words=row.title if alone else in_words(SharedKind(row.kind), row.name),
        source=row.source,
        since_at=row.since_at,
        alert_count=row.alerts,
        firing_count=int(row.firing),
        link=row.link,
        came_along=bool(row.along),
    )


def _ordered(incident_id: int) -> Select[Any]:
    """Each row bears the totals as well, so that all is counted in one go."""
    every = _grouped(incident_id).subquery()
    totals = (
        func.count().over().label("all_causes"),
        func.sum(every.c.alerts).over().label("all_alerts"),
        func.sum(every.c.firing).over().label("all_firing"),
    )
    return select(every, *totals).order_by(
        case((every.c.firing > 0, 0), else_=1), every.c.alerts.desc(), every.c.since_at, every.c.name
    )


def _grouped(incident_id: int) -> Select[Any]:
    """One row for each cause."""
    named = _named(incident_id).subquery()
    return select(
        named.c.kind,
        named.c.name,
        func.min(named.c.source).label("source"),
        func.min(named.c.title).label("title"),
        func.max(named.c.link).label("link"),
        func.min(named.c.since_at).label("since_at"),
        func.count().label("alerts"),
        func.sum(named.c.firing).label("firing"),
        func.min(named.c.along).label("along"),
    ).group_by(named.c.kind, named.c.name, named.c.whose)


def _named(incident_id: int) -> Select[Any]:
    """Each concern under the name of its cause: a run that others share … or its own."""
    each = _sharing(incident_id).subquery()
    is_run = and_(each.c.run.is_not(None), each.c.of_run > 1)
    is_rule = and_(each.c.rule.is_not(None), each.c.of_rule > 1)
    is_asset = and_(each.c.asset.is_not(None), each.c.of_asset > 1)
    follows = and_(each.c.ancestor.is_not(None), each.c.of_ancestor > 1)
    sure = ((is_run, SharedKind.RUN), (is_rule, SharedKind.RULE), (is_asset, SharedKind.ASSET))
    kinds = [(holds, kind.value) for holds, kind in (*sure, (follows, SharedKind.ANCESTOR))]
    names = ((is_run, each.c.run), (is_rule, each.c.rule), (is_asset, each.c.asset))
    return select(
        case(*kinds, else_=ALONE).label("kind"),
        case(*names, (follows, each.c.ancestor), else_=each.c.fingerprint).label("name"),
        # An asset may be told of by several tools; runs and rules are a tool's own.
        case((is_run, each.c.source), (is_rule, each.c.source), else_="").label("whose"),
        each.c.source,
        each.c.title,
        each.c.link,
        each.c.since_at,
        each.c.firing,
        each.c.along,
    )


def _sharing(incident_id: int) -> Select[Any]:
    """The concerns of the incident, each with how many others share its run, its rule, its asset."""
    came_along = select(Alert.fingerprint).where(
        Alert.incident_id == incident_id, Alert.cause_key.is_not(None)
    )
    of = func.count()
    return select(
        Concern.fingerprint,
        Concern.source,
        Concern.title,
        Concern.link,
        Concern.run,
        Concern.rule,
        Concern.asset,
        Concern.ancestor,
        func.coalesce(Concern.firing_since_at, Concern.first_at).label("since_at"),
        case((Concern.status == AlertStatus.FIRING, 1), else_=0).label("firing"),
        case((Concern.fingerprint.in_(came_along), 1), else_=0).label("along"),
        of.over(partition_by=(Concern.source, Concern.run)).label("of_run"),
        of.over(partition_by=(Concern.source, Concern.rule)).label("of_rule"),
        of.over(partition_by=Concern.asset).label("of_asset"),
        of.over(partition_by=Concern.ancestor).label("of_ancestor"),
    ).where(Concern.incident_id == incident_id)


async def has_many(session: AsyncSession, incident: Incident) -> bool:
    """Whether its alerts are worth a list."""
    if incident.is_storm:
        return True
    return (await session.scalar(_COUNTED, {"incident_id": incident.id}) or 0) >= MANY
