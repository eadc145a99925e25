"""What the picture of an incident shows: the same that its message says, as a graph."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.assets.scene_of import scene_of_incident
from bot.assets.views import AssetView
from bot.desk import Desk
from bot.impact.read_said import read_said
from bot.impact.show_impact import find_impact
from bot.impact.work_out import Impact
from bot.pictures.scene import Scene
from models.incident import Incident


async def incident_scene(desk: Desk, session: AsyncSession, chart: Chart, incident_id: int) -> Scene | None:
    """None where lineage knows nothing of what fails, or nothing around it."""
    incident = await session.get_one(Incident, incident_id)
    said = await read_said(session, incident_id)
    impact = await find_impact(desk, chart, said)
    failing = failing_of(impact)
    if not failing:
        return None
    affected = [each.asset for each in impact.affected if each.asset is not None]
    title = f"{'DRILL ' if incident.is_drill else ''}{incident.ref}"
    scene = await asyncio.to_thread(scene_of_incident, chart, title, failing, affected)
    return scene if len(scene.things) > 1 else None


def failing_of(impact: Impact) -> list[AssetView]:
    """Most upstream first, then what they explain."""
    origins = [origin.asset for origin in impact.origins]
    explained = [path[-1] for origin in impact.origins for path in origin.paths]
    return list({asset.id: asset for asset in (*origins, *explained)}.values())
