"""Send the whole list of what is affected, as a file in the incident's channel."""

from bot.incidents.post_in_channel import post_in_channel
from bot.uow import UnitOfWork
from models.outbox import OutboxItem


async def send_impact(uow: UnitOfWork, incident_id: int, *, by_id: str) -> OutboxItem:
    """Whoever is in the channel may read it there, so a private one stays private. Raises NotFound."""
    incident = await uow.incident(incident_id)
    return await post_in_channel(uow, incident, "post_impact_file", by_id=by_id)
