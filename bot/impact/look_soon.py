"""What an incident affects may have changed: it is worked out anew at the next look; nobody waits for it."""

from bot.uow import UnitOfWork
from models.incident import Incident, number_of
from models.place import Place


async def look_soon(uow: UnitOfWork, incident: Incident | int) -> None:
    """Leave it to the next look; cheap, however often it is asked for."""
    number = number_of(incident)
    place = await uow.session.get_one(Place, number)
    place.impact_look_at = uow.now
