"""Who is in a private incident's channel, by Slack's own list, re-read when it is older than five minutes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import or_, select

from bot.channels.notice_channel import OUT_OF_REACH
from bot.channels.notice_members import known_members, members_read
from bot.desk import Desk
from bot.errors import ChatError
from bot.slack.chat import patiently
from models.incident import Incident
from models.place import Place
from models.vocabulary import Stage

log = structlog.get_logger("members")

#: How old the list may be when someone is shown something by it.
FRESH_FOR: Final = timedelta(minutes=5)

#: Seconds that a person waits for it; then what is known decides, and what is unknown stays hidden.
PATIENCE: Final = 1.5

#: Lists show the open incidents, and of the closed ones the latest few: for these it is worth the calls.
CLOSED_LATELY: Final = 20


async def refresh_members(desk: Desk, incident_id: int | None = None) -> None:
    """Read the members of the private incidents' channels (or of one) whose list is too old, all at once."""
    stale = await _stale(desk, incident_id)
    for found in await asyncio.gather(*(_listed(desk, number, channel_id) for number, channel_id in stale)):
        if found is not None:
            number, channel_id, known, now = found
            async with desk.store.unit() as uow:
                await members_read(uow, number, channel_id, known=known, now=now)


async def _stale(desk: Desk, incident_id: int | None) -> Sequence[tuple[int, str]]:
    """Which incidents, and their channels; where we cannot look, what is known decides."""
    query = (
        select(Place.incident_id, Place.channel_id)
        .join(Incident, Incident.id == Place.incident_id)
        .where(
            Incident.is_private,
            Place.channel_id.is_not(None),
            or_(Place.trouble.is_(None), Place.trouble.not_in(OUT_OF_REACH)),
            or_(Place.members_read_at.is_(None), Place.members_read_at < desk.clock() - FRESH_FOR),
        )
    )
    if incident_id is not None:
        query = query.where(Place.incident_id == incident_id)
    else:
        closed = select(Incident.id).where(Incident.is_private, Incident.stage == Stage.CLOSED)
        lately = closed.order_by(Incident.closed_at.desc()).limit(CLOSED_LATELY)
        query = query.where(or_(Incident.stage != Stage.CLOSED, Incident.id.in_(lately)))
    async with desk.store.reading() as session:
        return [(number, channel_id) for number, channel_id in await session.execute(query) if channel_id]


async def _listed(
    desk: Desk, incident_id: int, channel_id: str
) -> tuple[int, str, frozenset[str], frozenset[str]] | None:
    """The incident, its channel, who was known, and who is there now; none when Slack is silent."""
    async with desk.store.reading() as session:
        known = await known_members(session, channel_id)
    try:
        now = await patiently(_members(desk, channel_id), seconds=PATIENCE)
    except ChatError as silent:
        log.warning("members_not_read", incident=incident_id, error=str(silent))
        return None
    return incident_id, channel_id, known, now


async def _members(desk: Desk, channel_id: str) -> frozenset[str]:
    pages = desk.chat.pages("conversations.members", "members", channel=channel_id)
    return frozenset([member["id"] async for member in pages])
