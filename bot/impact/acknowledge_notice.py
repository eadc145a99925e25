"""Acknowledge: an owner says that they have read what was told them."""

from bot.impact.look_soon import look_soon
from bot.impact.notify_owners import find_notice
from bot.impact.show_notice import may_know
from bot.uow import UnitOfWork
from models.errors import NotAllowed, NotFound
from models.incident import Incident
from models.ledger import EntryKind
from models.notice import Notice
from models.outbox import Priority


async def acknowledge_notice(
    uow: UnitOfWork, notice_id: int, *, by_id: str, channel_id: str | None
) -> Notice:
    """Only whom it was sent to: the person, or someone in the channel, where Slack lets only members press.

    Raises NotFound, NotAllowed, NothingToChange.
    """
    notice = await find_notice(uow, notice_id)
    if notice is None or not await may_know(uow.session, notice):
        raise NotFound("That notice is not there any more.", "Nothing more is needed.")
    if notice.to_id not in (by_id, channel_id):
        raise NotAllowed("This notice went to somebody else.", "Nothing is asked of you.")
    notice.read(by=by_id, at=uow.now)
    incident = await uow.session.get_one(Incident, notice.incident_id)
    uow.record(
        incident.entry(
            EntryKind.NOTICE_ACKNOWLEDGED,
            at=uow.now,
            by=by_id,
            text=f"for {notice.team}" if notice.team else "",
            notice=notice.id,
        )
    )
    await uow.announce(
        "edit_notice",
        incident=incident,
        after=notice.item_id,
        subject=f"notice:{notice.id}",
        priority=Priority.NOTICE,
        notice_id=notice.id,
    )
    await look_soon(uow, incident.merged_into_id or incident.id)
    return notice
