"""Who is in a private incident's channel, by Slack's own list, re-read when it is older than five minutes."""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import delete, or_, select

from bot.desk import Desk
from bot.errors import ChatError
from bot.slack.chat import patiently
from models.incident import Incident
from models.place import Member, Place

log = structlog.get_logger("members")

#: How old the list may be when someone is shown something by it.
FRESH_FOR: Final = timedelta(minutes=5)

#: Seconds that a person waits for it; then what is known decides, and what is unknown stays hidden.
PATIENCE: Final = 1.5


async def refresh_members(desk: Desk, incident_id: int | None = None) -> None:
    """Read the members of the private incidents' channels (or of one) whose list is too old."""
    oldest = desk.clock() - FRESH_FOR
    stale = (
        select(Place.incident_id, Place.channel_id)
        .join(Incident, Incident.id == Place.incident_id)
        .where(
            Incident.is_private,
            Place.channel_id.is_not(None),
            or_(Place.members_read_at.is_(None), Place.members_read_at < oldest),
        )
    )
    if incident_id is not None:
        stale = stale.where(Place.incident_id == incident_id)
    async with desk.store.reading() as session:
        channels = [(number, channel_id) for number, channel_id in await session.execute(stale)]
    for number, channel_id in channels:
        if channel_id is not None:
            await _refresh(desk, number, channel_id)


async def _refresh(desk: Desk, incident_id: int, channel_id: str) -> None:
    try:
        people = await patiently(_listed(desk, channel_id), seconds=PATIENCE)
    except ChatError as silent:
        log.warning("members_not_read", incident=incident_id, error=str(silent))
        return
    async with desk.store.unit() as uow:
        await uow.session.execute(delete(Member).where(Member.channel_id == channel_id))
        uow.session.add_all(Member(channel_id=channel_id, user_id=user_id) for user_id in people)
        place = await uow.session.get_one(Place, incident_id)
        place.members_read_at = uow.now


async def _listed(desk: Desk, channel_id: str) -> list[str]:
    pages = desk.chat.pages("conversations.members", "members", channel=channel_id)
    return [member["id"] async for member in pages]
