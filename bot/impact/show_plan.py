"""Whom a notification would go to now, as the form shows it and as it is sent."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.impact.impact_forms import NotifyView, RecipientLine, UnreachedLine
from bot.desk import Desk
from bot.impact.notify_owners import Told
from bot.impact.show_impact import read_reach
from models.incident import Incident

#: Names of what is theirs that the form needs.
_NAMED = 3


async def notify_view(desk: Desk, session: AsyncSession, incident_id: int) -> NotifyView:
    """Who would be told what; in a drill it is shown and not sent. Raises AlreadyClosed."""
    incident = await session.get_one(Incident, incident_id)
    incident.require_open()
    chart = await desk.atlas.chart(session)
    plan = (await read_reach(desk, session, chart, incident_id)).plan()
    return NotifyView(
        ref=incident.ref,
        title=incident.title,
        is_drill=incident.is_drill,
        recipients=tuple(
            RecipientLine(
                to_id=each.to_id,
                name=each.name,
                assets=tuple(asset.name for asset in each.assets[:_NAMED]),
                total=len(each.assets),
                is_told_before=each.is_told_before,
            )
            for each in plan.recipients
        ),
        unreached=tuple(
            UnreachedLine(name=each.name or "Without an owner", total=each.asset_count, remedy=each.remedy)
            for each in plan.unreached
        ),
        here_ids=tuple(plan.here_ids),
    )


async def read_told(
    desk: Desk, session: AsyncSession, incident_id: int, chosen: Collection[str]
) -> list[Told]:
    """What those chosen are to be told of, as things are now."""
    chart = await desk.atlas.chart(session)
    plan = (await read_reach(desk, session, chart, incident_id)).plan()
    return [
        Told(
            to_id=each.to_id,
            name=each.name,
            team=each.team,
            assets=tuple(asset.key for asset in each.assets),
        )
        for each in plan.recipients
        if each.to_id in set(chosen)
    ]
