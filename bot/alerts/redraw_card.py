"""Triage cards in the outbox: posted once in the thread of the alert, edited in place ever after."""

from sqlalchemy import select

from bot.uow import UnitOfWork
from models.alert import Alert
from models.outbox import OutboxItem, Priority
from models.place import Place


async def post_card(uow: UnitOfWork, alert: Alert) -> None:
    """Ask for triage in the alert's thread; nowhere, where the alert came by no message."""
    if alert.channel_id is None or alert.message_ts is None:
        return
    await uow.announce(
        "post_triage_card",
        lane=f"alerts:{alert.channel_id}",
        subject=_posting(alert),
        priority=Priority.NOTICE,
        alert_id=alert.id,
    )


async def redraw_card(uow: UnitOfWork, alert: Alert) -> None:
    """Let the card show the truth again; without a card nothing is to be done."""
    posting = select(OutboxItem.id).where(OutboxItem.subject == _posting(alert))
    posted_by = (await uow.session.scalars(posting.limit(1))).one_or_none()
    if posted_by is None:
        return
    await _edit(uow, alert, "triage", after=posted_by)
    place = await uow.session.get(Place, alert.incident_id) if alert.incident_id is not None else None
    if place is not None and place.channel_id is None:
        # The card says at once that it became an incident, and where, once there is a channel to link.
        await _edit(uow, alert, "triage-opened", after=place.open_item_id)


async def _edit(uow: UnitOfWork, alert: Alert, subject: str, *, after: int | None) -> None:
    await uow.announce(
        "edit_triage_card",
        after=after,
        subject=f"{subject}:{alert.id}",
        priority=Priority.STAGE,
        alert_id=alert.id,
    )


def _posting(alert: Alert) -> str:
    """Names the one item that posts the card."""
    return f"triage-post:{alert.id}"
