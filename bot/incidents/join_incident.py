"""Join: someone comes to help, by a button outside of the channel."""

from bot.uow import UnitOfWork
from models.errors import NoSuchIncident
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.place import Place


async def join(uow: UnitOfWork, incident_id: int, *, by_id: str) -> Incident:
    """Invite who asks. Raises NotFound for a private incident, in the words for one that is not there."""
    incident = await uow.incident(incident_id)
    if incident.is_private:
        raise NoSuchIncident(incident_id)
    place = await uow.session.get_one(Place, incident.id)
    uow.record(incident.entry(EntryKind.PERSON_JOINED, at=uow.now, by=by_id))
    await uow.announce(
        "invite_people",
        incident=incident,
        after=place.open_item_id,
        priority=Priority.STAGE,
        people=[by_id],
    )
    return incident
