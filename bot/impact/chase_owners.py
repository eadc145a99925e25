"""Chase: ask those once more who have not read what they were told; never more often than it helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.impact.notify_owners import lane_to, require_may_tell
from bot.impact.read_notices import notices_of
from bot.uow import UnitOfWork
from models.errors import NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.notice import CHASE_AFTER, Notice
from models.outbox import Priority


@dataclass(frozen=True, slots=True)
class Chased:
    """How many were asked once more, and from when on the others may be."""

    count: int
    others: int = 0
    others_at: datetime | None = None


async def chase_owners(uow: UnitOfWork, incident_id: int, *, by_id: str) -> Chased:
    """A message to each that has not read theirs. Raises NothingToChange, AlreadyClosed."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    require_may_tell(incident)
    sent = await notices_of(uow.session, incident.id)
    unread = [notice for notice in sent if notice.read_at is None and notice.refused is None]
    due = [notice for notice in unread if notice.chase_at <= uow.now]
    waits = [notice.chase_at for notice in unread if notice.chase_at > uow.now]
    if not unread:
        raise NothingToChange("Everyone who was told has read it.", "Nothing more is needed.")
    if not due:
        minutes = int(CHASE_AFTER.total_seconds() // 60)
        raise NothingToChange(
            f"They were asked less than {minutes} minutes ago.", f"Again from {min(waits):%H:%M} UTC on."
        )
    for notice in due:
        await _chase(uow, notice)
    _record(uow, incident, due, by_id)
    return Chased(len(due), len(waits), min(waits, default=None))


async def _chase(uow: UnitOfWork, notice: Notice) -> None:
    notice.chase(uow.now)
    await uow.announce(
        "chase_notice",
        incident=notice.incident_id,
        after=notice.item_id,
        lane=lane_to(notice.to_id),
        priority=Priority.STAGE,
        notice_id=notice.id,
    )


def _record(uow: UnitOfWork, incident: Incident, chased: Sequence[Notice], by_id: str) -> None:
    owners = "1 owner" if len(chased) == 1 else f"{len(chased)} owners"
    notices = [notice.id for notice in chased]
    uow.record(incident.entry(EntryKind.OWNERS_CHASED, at=uow.now, by=by_id, text=owners, notices=notices))
