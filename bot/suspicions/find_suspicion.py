"""Find a suspicion to change it, and let its thread show the change."""

from sqlalchemy import select

from bot.uow import UnitOfWork
from models.errors import NotFound
from models.outbox import OutboxItem, Priority
from models.suspicion import Suspicion


async def locked(uow: UnitOfWork, suspicion_id: int) -> Suspicion:
    """The row, for this transaction alone: of two who press at once one is first. Raises NotFound."""
    found = select(Suspicion).where(Suspicion.id == suspicion_id).with_for_update()
    suspicion = (await uow.session.scalars(found)).one_or_none()
    if suspicion is None:
        raise NotFound("There is no such question.", "Look at the newest one in the channel.")
    return suspicion


async def redraw(uow: UnitOfWork, suspicion: Suspicion, *, after: int | None = None) -> None:
    """Let the root of its thread say how it stands."""
    await uow.announce(
        "edit_suspicion",
        after=after or suspicion.post_item_id,
        subject=f"suspicion:{suspicion.id}" + (":opened" if after else ""),
        priority=Priority.STAGE,
        suspicion_id=suspicion.id,
    )


async def reply(uow: UnitOfWork, suspicion: Suspicion, what: str) -> OutboxItem:
    """Say something in its thread."""
    return await uow.announce(
        "reply_suspicion",
        after=suspicion.post_item_id,
        lane=f"alerts:{suspicion.channel_id}",
        priority=Priority.STAGE,
        suspicion_id=suspicion.id,
        what=what,
    )
