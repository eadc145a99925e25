"""What an incident means for the business is read from its asset after the commit: nobody waits for it."""

from bot.uow import UnitOfWork
from models.incident import Incident
from models.vocabulary import Symptom
from models.weighing import Weighing


async def weigh_soon(uow: UnitOfWork, incident: Incident, *, is_new: bool = False) -> None:
    """Leave it to the next look, where there is anything to read it from."""
    weighing = None if is_new else await uow.session.get(Weighing, incident.id)
    if weighing is not None:
        weighing.look_at = uow.now
    elif incident.asset or incident.symptom is Symptom.PRIVACY:
        uow.session.add(Weighing(incident_id=incident.id, look_at=uow.now))
