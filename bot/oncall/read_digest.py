"""What is open when a shift is handed over, for one person's eyes: no drill, nothing private of others."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.read_silences import view_of
from bot.blocks.oncall.shift_digest import SHOWN, HandOverView
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_incident import incident_views
from bot.oncall.read_left_open import left_open, left_open_ids
from bot.suspicions.show_suspicion import suspicion_view
from models.incident import Incident
from models.silence import Silence
from models.suspicion import Suspicion
from models.vocabulary import Stage


async def read_digest(session: AsyncSession, facts: Mapping[str, Any], desk: Desk) -> HandOverView:
    """As things stand when it is sent."""
    person_id, now = facts["person_id"], desk.clock()
    until_at = datetime.fromisoformat(facts["until"]) if facts["until"] else None
    open_ids = await _open_ids(session, person_id)
    suspicion_ids = await _waiting_ids(session)
    ending_ids = await _ending_ids(session, now, until_at)
    left_ids = await left_open_ids(session, person_id)
    shown = [await left_open(session, each, desk.playbook) for each in left_ids[:SHOWN]]
    left = [view for view in shown if not view.is_nothing]
    return HandOverView(
        team=facts["team"],
        begins=facts["begins"],
        other_ids=tuple(facts["others"]),
        until_at=until_at,
        incidents=await incident_views(session, open_ids[:SHOWN], now),
        incident_count=len(open_ids),
        suspicions=tuple([await suspicion_view(session, each) for each in suspicion_ids[:SHOWN]]),
        suspicion_count=len(suspicion_ids),
        ending=tuple([await view_of(session, each, person_id) for each in ending_ids[:SHOWN]]),
        ending_count=len(ending_ids),
        left=tuple(left),
        left_count=len(left) + len(left_ids[SHOWN:]),
    )


async def _open_ids(session: AsyncSession, person_id: str) -> Sequence[int]:
    """Worst first; drills are practice, and nothing to hand over."""
    is_open: tuple[ColumnElement[bool], ...] = (Incident.stage != Stage.CLOSED, Incident.is_drill.is_(False))
    query = select(Incident.id).where(*is_open, visible_to(person_id))
    return (await session.scalars(query.order_by(Incident.severity, Incident.id))).all()


async def _waiting_ids(session: AsyncSession) -> Sequence[int]:
    waiting = select(Suspicion.id).where(Suspicion.answered_at.is_(None), Suspicion.incident_id.is_(None))
    return (await session.scalars(waiting.order_by(Suspicion.id))).all()


async def _ending_ids(session: AsyncSession, now: datetime, until_at: datetime | None) -> Sequence[int]:
    """What is quiet now and ends in the shift; of a shift without an end nothing is said."""
    if until_at is None:
        return ()
    ending = select(Silence.id).where(
        Silence.ended_at.is_(None), Silence.since_at <= now, Silence.until_at.between(now, until_at)
    )
    return (await session.scalars(ending.order_by(Silence.until_at))).all()
