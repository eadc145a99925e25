"""Who came into an incident's channel and who left it; whoever leaves vacates their roles, and it says so."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.assign_role import vacate
from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.incident import Assignment, Incident
from models.outbox import Priority
from models.place import Member, Place
from models.vocabulary import Stage

LEFT_CHANNEL = "left the channel"
LEFT_WORKSPACE = "left the workspace"


async def known_members(session: AsyncSession, channel_id: str) -> frozenset[str]:
    """Who is in a channel, as far as we have heard."""
    rows = await session.scalars(select(Member.user_id).where(Member.channel_id == channel_id))
    return frozenset(rows)


async def joined(uow: UnitOfWork, incident_id: int, channel_id: str, user_id: str) -> None:
    """Someone came; one whom Slack had refused to invite is no longer missed."""
    await uow.put(Member, {"channel_id": channel_id, "user_id": user_id})
    place = await uow.session.get_one(Place, incident_id, with_for_update=True)
    if user_id in (place.unreached_ids or ()):
        place.unreached_ids = [each for each in place.unreached_ids or () if each != user_id]
        await redraw(uow, incident_id)


async def left(uow: UnitOfWork, incident_id: int, channel_id: str, user_id: str) -> None:
    """Someone went; what they saw of a private incident goes from their App Home too."""
    gone = delete(Member).where(Member.channel_id == channel_id, Member.user_id == user_id)
    await uow.session.execute(gone)
    await vacate(uow, incident_id, user_id, why=LEFT_CHANNEL)
    incident = await uow.session.get_one(Incident, incident_id)
    if incident.is_private:
        await announce_home(uow, user_id)


async def members_read(
    uow: UnitOfWork, incident_id: int, channel_id: str, *, known: Collection[str], now: Collection[str]
) -> None:
    """Take up Slack's own list of a channel. `known` is what we knew before asking for it.

    Where the incident has left that channel meanwhile, who is in it may know nothing of the incident.

    Whoever came while we asked is in our rows, not in `known`, and so is not taken for someone who left;
    nor is a role holder who has never been in the channel yet.
    """
    await uow.incident(incident_id)  # before its place, as every press does
    place = await uow.session.get_one(Place, incident_id)
    if place.channel_id != channel_id:
        return
    place.members_read_at = uow.now
    for user_id in sorted(set(now) - await known_members(uow.session, channel_id)):
        await joined(uow, incident_id, channel_id, user_id)
    for user_id in sorted(set(known) - set(now)):
        await left(uow, incident_id, channel_id, user_id)


async def left_workspace(uow: UnitOfWork, user_id: str) -> None:
    """Someone's account is gone: they hold no role and see nothing any more."""
    await uow.session.execute(delete(Member).where(Member.user_id == user_id))
    held = (
        select(Assignment.incident_id)
        .join(Incident, Incident.id == Assignment.incident_id)
        .where(Assignment.user_id == user_id, Assignment.until_at.is_(None), Incident.stage != Stage.CLOSED)
        .distinct()
        .order_by(Assignment.incident_id)
    )
    for incident_id in (await uow.session.scalars(held)).all():
        await vacate(uow, incident_id, user_id, why=LEFT_WORKSPACE)


async def announce_home(uow: UnitOfWork, user_id: str) -> None:
    """Publish someone's App Home anew; of several wishes the newest counts."""
    await uow.announce("publish_home", subject=f"home:{user_id}", priority=Priority.STAGE, user_id=user_id)
