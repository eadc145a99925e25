"""The message that shows what an incident affects: posted once something is known, and edited in place."""

from bot.impact.send_picture import send_picture
from bot.incidents.post_in_channel import post_in_channel
from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import OutboxItem, Priority, Standing
from models.place import Place


async def redraw_impact(uow: UnitOfWork, incident: Incident, place: Place, *, is_known: bool) -> None:
    """Let it show the truth again; the first time it is posted, after the card, once something is known."""
    if place.impact_ts is not None:
        await uow.announce_unless_waiting(
            "edit_impact", incident=incident.id, subject=f"impact:{incident.id}", priority=Priority.BOARD
        )
        return
    is_wanted = is_known and incident.is_open
    if not is_wanted or await _is_on_its_way(uow, place.impact_item_id):
        return
    item = await post_in_channel(uow, incident, "post_impact", after_card=True, priority=Priority.NOTICE)
    place.impact_item_id = item.id
    await send_picture(uow, incident, after=item)


async def _is_on_its_way(uow: UnitOfWork, item_id: int | None) -> bool:
    """Whether it waits; one that was given up is shown by doctor until someone retries it."""
    item = await uow.session.get(OutboxItem, item_id) if item_id else None
    return item is not None and item.standing in {Standing.WAITING, Standing.PARKED}
