"""The list of causes in the thread of an incident's card: posted once, edited in place as it grows."""

from typing import Final

from bot.alerts.show_causes import has_many
from bot.incidents.open_incident import lane_of
from bot.outbox.queue import lease_clock
from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import OutboxItem, Priority, Standing
from models.place import Place

#: Seconds that an edit waits for more to come.
DEBOUNCE: Final = 10.0


async def redraw_causes(uow: UnitOfWork, incident: Incident) -> None:
    """Let the list show the truth again; of a few alerts there is none. Cheap while an edit waits."""
    place = await uow.session.get_one(Place, incident.id)
    if place.causes_item_id is None:
        if await has_many(uow.session, incident):
            await _post(uow, incident, place)
        return
    if place.causes_ts is None and not await _is_on_its_way(uow, place.causes_item_id):
        return
    item = await uow.announce_unless_waiting(
        "edit_causes",
        incident=incident.id,
        after=place.causes_item_id,
        subject=f"causes:{incident.id}",
        priority=Priority.BACKGROUND,
    )
    if item is not None:
        item.free_at = await lease_clock(uow.session) + DEBOUNCE


async def _post(uow: UnitOfWork, incident: Incident, place: Place) -> None:
    """In the thread of the card, so that the channel stays readable."""
    item = await uow.announce(
        "post_causes",
        incident=incident.id,
        after=place.card_item_id,
        lane=lane_of(incident),
        subject=f"causes-post:{incident.id}",
        priority=Priority.BACKGROUND,
    )
    await uow.session.flush()
    place.causes_item_id = item.id


async def _is_on_its_way(uow: UnitOfWork, item_id: int) -> bool:
    """Whether its message waits; one that was given up is shown by doctor until someone retries it."""
    item = await uow.session.get(OutboxItem, item_id)
    return item is not None and item.standing in {Standing.WAITING, Standing.PARKED}
