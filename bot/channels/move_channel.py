"""A channel that was shared with another workspace may get another id; its incident moves along."""

from sqlalchemy import select, update

from bot.uow import UnitOfWork
from models.place import FormerChannel, Member, Place


async def move_channel(uow: UnitOfWork, old_id: str, new_id: str) -> None:
    """Nothing happens for a channel that is no incident's, or when it was told before."""
    lives_there = select(Place).where(Place.channel_id == old_id).with_for_update()
    place = (await uow.session.scalars(lives_there)).one_or_none()
    if place is None:
        return
    place.channel_id, place.members_read_at = new_id, None
    await uow.session.execute(update(Member).where(Member.channel_id == old_id).values(channel_id=new_id))
    # Edits and withdrawals find an entry by its message, which goes on under the new id; the entry stays.
    await uow.session.execute(
        update(FormerChannel).where(FormerChannel.channel_id == old_id).values(channel_id=new_id)
    )
    await uow.put(FormerChannel, {"former_id": old_id, "channel_id": new_id})
