"""Send the whole list of what is affected, as a file in the incident's channel."""

from bot.incidents.open_incident import lane_of
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Priority
from models.place import Place


async def send_impact(uow: UnitOfWork, incident_id: int, *, by_id: str) -> OutboxItem:
    """Whoever is in the channel may read it there, so a private one stays private. Raises NotFound."""
    incident = await uow.incident(incident_id)
    place = await uow.session.get_one(Place, incident.id)
    return await uow.announce(
        "post_impact_file",
        incident=incident,
        after=place.open_item_id,
        lane=lane_of(incident),
        priority=Priority.STAGE,
        by_id=by_id,
    )
