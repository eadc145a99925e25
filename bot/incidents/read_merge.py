"""Read what a merge would move, as view data for the form that asks for it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.incidents.move_forms import MergeView
from bot.incidents.find_roles import role_holders
from bot.incidents.merge_incidents import require_may_merge
from bot.incidents.show_incident import incident_views
from models.alert import Alert
from models.concern import Concern
from models.errors import NoSuchIncident
from models.incident import Incident
from models.vocabulary import AlertStatus


async def merge_view(session: AsyncSession, merged_id: int, survivor_id: int, now: datetime) -> MergeView:
    """Both incidents, and what goes along. Raises what the merge itself would."""
    merged, survivor = await session.get(Incident, merged_id), await session.get(Incident, survivor_id)
    if merged is None or survivor is None:
        raise NoSuchIncident(survivor_id if merged else merged_id)
    await require_may_merge(session, merged, survivor)
    views = await incident_views(session, [merged_id, survivor_id], now)
    alerts = select(func.count(Alert.fingerprint.distinct())).where(Alert.incident_id == merged_id)
    firing = select(func.count()).where(
        Concern.incident_id == merged_id, Concern.status == AlertStatus.FIRING
    )
    return MergeView(
        merged=views[0],
        survivor=views[1],
        alert_count=await session.scalar(alerts) or 0,
        firing_count=await session.scalar(firing) or 0,
        promised_at=views[0].next_update_at,
        holders=tuple(sorted(set((await role_holders(session, merged_id)).values()))),
    )
