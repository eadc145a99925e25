"""Send a picture of lineage: an incident's into the thread of what it affects, an asset's to whoever asks."""

from bot.incidents.open_incident import lane_of
from bot.uow import UnitOfWork
from models.incident import Incident, number_of
from models.outbox import OutboxItem, Priority
from models.place import Place


async def send_picture(
    uow: UnitOfWork, incident: Incident | int, *, after: OutboxItem | None = None, pressed: bool = False
) -> OutboxItem:
    """After that message, or the card; the one that is there is deleted once the new one is.

    What shows the same as that one is not sent.
    """
    number = number_of(incident)
    place = await uow.session.get_one(Place, number)
    return await uow.announce(
        "post_picture",
        incident=number,
        after=after or place.card_item_id,
        lane=lane_of(number),
        subject=f"picture:{number}",
        priority=Priority.STAGE if pressed else Priority.BACKGROUND,
    )


async def send_asset_picture(uow: UnitOfWork, asset_id: int, *, to_id: str) -> OutboxItem:
    """By direct message: nobody else asked."""
    return await uow.announce(
        "send_asset_picture", priority=Priority.STAGE, asset_id=asset_id, person_id=to_id
    )
