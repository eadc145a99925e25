"""Send the ledger as a file: into the incident's channel, or to whoever asks for it."""

from enum import StrEnum

from bot.incidents.open_incident import lane_of
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Priority
from models.place import Place


class ExportFormat(StrEnum):
    """For people, or for programs."""

    MARKDOWN = "markdown"
    JSON = "json"


async def send_timeline(
    uow: UnitOfWork,
    incident_id: int,
    *,
    by_id: str,
    form: ExportFormat = ExportFormat.MARKDOWN,
    to_asker: bool = False,
) -> OutboxItem:
    """Whoever is in the channel may read it there, so a private one stays private. Raises NotFound."""
    incident = await uow.incident(incident_id)
    place = await uow.session.get_one(Place, incident.id)
    return await uow.announce(
        "post_timeline",
        incident=incident,
        after=None if to_asker else place.open_item_id,
        lane=f"person:{by_id}" if to_asker else lane_of(incident),
        priority=Priority.STAGE,
        by_id=by_id,
        form=form,
        to_asker=to_asker,
    )
