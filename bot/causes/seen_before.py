"""Seen before: what closed incidents on the same asset, or of the same kind and symptom, turned out to be."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.causes.views import SeenBefore
from bot.incidents.see_incidents import visible_to
from models.cause_walk import CauseFamily, CausePart
from models.incident import Incident
from models.root_cause import RootCause
from models.vocabulary import Outcome, Stage, label

#: So many are offered.
_MOST: Final = 3


async def seen_before(
    session: AsyncSession,
    incident: Incident,
    names: Collection[str | None],
    families: Collection[CauseFamily | None],
    *,
    asked_by_id: str,
) -> tuple[SeenBefore, ...]:
    """Those on the same asset first, then the newest; drills and what this person may not see never."""
    known = [name for name in names if name]
    same_asset = Incident.asset.in_(known)
    of_kind = exists().where(
        RootCause.incident_id == Incident.id,
        RootCause.family.in_([family for family in families if family is not None]),
        RootCause.part != CausePart.DROPPED,
    )
    same_kind = and_(Incident.symptom == incident.symptom, Incident.symptom.is_not(None), of_kind)
    closed = select(Incident).where(
        Incident.stage == Stage.CLOSED,
        Incident.id != incident.id,
        Incident.outcome.in_((Outcome.FIXED, Outcome.EXPECTED)),
        Incident.is_drill.is_(False),
        Incident.cause.is_not(None),
        Incident.cause != "",
        or_(same_asset, same_kind),
        visible_to(asked_by_id),
    )
    newest = closed.order_by(
        case((same_asset, 0), else_=1), Incident.closed_at.desc(), Incident.id.desc()
    ).limit(_MOST)
    return tuple(_seen(each, incident, known) for each in await session.scalars(newest))


def _seen(each: Incident, incident: Incident, names: Collection[str]) -> SeenBefore:
    because = "the same asset" if each.asset in names else f"the same kind, {_symptom(incident)}"
    return SeenBefore(
        ref=each.ref,
        title=each.title,
        cause=each.cause or "",
        remedy=each.remedy or None,
        closed_at=each.closed_at,
        because=because,
    )


def _symptom(incident: Incident) -> str:
    return label(incident.symptom) if incident.symptom else ""
