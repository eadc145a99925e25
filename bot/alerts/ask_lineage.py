"""The lineage that a batch of alerts is decided with."""

from bot.alerts.lineage import Lineage
from bot.desk import Desk


async def lineage_of(desk: Desk) -> Lineage | None:
    """None where nothing was imported. Ask before a transaction: a new chart takes its time to load."""
    chart = await desk.atlas.latest()
    return Lineage(chart) if chart.assets else None
