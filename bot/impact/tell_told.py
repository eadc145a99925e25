"""Those who were told of an incident hear that it is over, and when it is taken up again.

The one place for that: a formal close notice takes its place here.
"""

from bot.impact.notify_owners import lane_to
from bot.impact.read_notices import notices_of
from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import Priority


async def tell_over(uow: UnitOfWork, incident: Incident) -> None:
    """One line to each owner, however many messages they had."""
    await _tell(uow, incident, is_over=True)


async def tell_again(uow: UnitOfWork, incident: Incident) -> None:
    """It goes on: those hear it who were told that it is over."""
    await _tell(uow, incident, is_over=False)


async def _tell(uow: UnitOfWork, incident: Incident, *, is_over: bool) -> None:
    if incident.is_drill:
        return
    heard: set[str] = set()
    for notice in await notices_of(uow.session, incident.id):
        if notice.refused is not None or (notice.ended_at is None) is not is_over:
            continue
        notice.ended_at = uow.now if is_over else None
        if notice.to_id in heard:
            continue
        heard.add(notice.to_id)
        await uow.announce(
            "end_notice",
            incident=notice.incident_id,
            after=notice.item_id,
            lane=lane_to(notice.to_id),
            subject=f"notice-end:{incident.id}:{notice.to_id}",
            priority=Priority.STAGE,
            notice_id=notice.id,
            of_id=incident.id,
        )
