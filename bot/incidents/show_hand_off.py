"""Read a hand-off as view data."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.views import HandOffView
from models.incident import HandOff, Incident
from models.place import Place


async def hand_off_view(session: AsyncSession, hand_off_id: int) -> HandOffView:
    """The offer, and whether it was answered."""
    offer = await session.get_one(HandOff, hand_off_id)
    incident = await session.get_one(Incident, offer.incident_id)
    channel = select(Place.channel_id).where(Place.incident_id == incident.id)
    return HandOffView(
        id=offer.id,
        incident_id=incident.id,
        title=incident.title,
        role=offer.role,
        from_id=offer.from_id,
        to_id=offer.to_id,
        offered_at=offer.offered_at,
        note=offer.note,
        channel_id=(await session.scalars(channel)).one_or_none(),
        answered_at=offer.answered_at,
        accepted=offer.accepted,
    )
