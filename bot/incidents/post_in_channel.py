"""Put a message of its own kind into an incident's channel, after what was said there before it."""

from typing import Any

from bot.incidents.open_incident import lane_of
from bot.uow import UnitOfWork
from models.incident import Incident, number_of
from models.outbox import OutboxItem, Priority
from models.place import Place


async def post_in_channel(
    uow: UnitOfWork,
    incident: Incident | int,
    kind: str,
    *,
    after_card: bool = False,
    priority: int = Priority.STAGE,
    **intent: Any,
) -> OutboxItem:
    """The item that posts it, written already: later edits wait for it by its id.

    `after_card`: the card has to be there first, since it answers the card, or belongs beneath it.
    """
    number = number_of(incident)
    place = await uow.session.get_one(Place, number)
    item = await uow.announce(
        kind,
        incident=number,
        after=place.card_item_id if after_card else place.open_item_id,
        lane=lane_of(number),
        priority=priority,
        **intent,
    )
    await uow.session.flush()
    return item
