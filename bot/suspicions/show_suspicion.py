"""Read a suspicion as it stands now, as view data."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.message_link import kept_message_link
from bot.blocks.breach import HANDLED
from bot.blocks.suspicions.suspicion_card import SuspicionView
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.place import Place
from models.suspicion import Suspicion


async def suspicion_view(session: AsyncSession, suspicion_id: int) -> SuspicionView:
    """One of them; a private incident that came of it is not named.

    Raises NotFound, and NothingToChange where it became a breach: then not even the question is told.
    """
    row = await session.get(Suspicion, suspicion_id)
    if row is None:
        raise NotFound("There is no such question.", "Look at the newest one in the channel.")
    incident = await session.get(Incident, row.incident_id) if row.incident_id else None
    place = await session.get(Place, row.incident_id) if row.incident_id else None
    if incident is not None and incident.breach_at is not None:
        raise NothingToChange(HANDLED, "Nothing more is needed here.")
    is_named = incident is not None and not incident.is_private
    return SuspicionView(
        id=row.id,
        state=row.state,
        words=row.words,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        about_link=row.about_link,
        channel_id=row.channel_id,
        thread_link=await kept_message_link(session, row.channel_id, row.message_ts),
        looked_by_id=row.looked_by_id,
        looked_at=row.looked_at,
        answer=row.answer,
        answered_by_id=row.answered_by_id,
        answered_at=row.answered_at,
        incident_ref=incident.ref if incident and is_named else None,
        incident_channel_id=place.channel_id if place and is_named else None,
    )
