"""The ledger as a file, in the incident's channel."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.ledger.read_ledger import export_timeline
from bot.outbox.deliveries.cards import opened_channel
from bot.outbox.upload import Document, Upload
from models.outbox import OutboxItem
from models.place import Place


class PostTimeline(Upload):
    """The whole ledger, as Markdown."""

    kind = "post_timeline"

    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """Export what stands there now."""
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.incident_id or 0, desk.clock())
        drill = "DRILL " if view.is_drill else ""
        return Document(
            to=opened_channel(place),
            name=f"{view.ref}-timeline",
            title=f"{drill}Timeline of {view.ref}",
            content=await export_timeline(session, view.id, desk.clock(), desk.prose),
        )
