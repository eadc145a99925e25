"""The ledger as a file, in the incident's channel or to whoever asked for it."""

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_incident import incident_view
from bot.ledger.export_document import export_document
from bot.ledger.read_ledger import export_timeline
from bot.ledger.send_timeline import ExportFormat
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Skip
from bot.outbox.upload import Document, Upload
from models.incident import Incident
from models.outbox import OutboxItem
from models.place import Place


class PostTimeline(Upload):
    """The whole ledger, as Markdown or as JSON."""

    kind = "post_timeline"

    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """Export what stands there now."""
        view = await incident_view(session, item.of_incident, desk.clock())
        as_json = item.intent.get("form") == ExportFormat.JSON
        if as_json:
            content = json.dumps(await export_document(session, view.id, desk.clock()), indent=2)
        else:
            content = await export_timeline(session, view.id, desk.clock(), desk.prose)
        drill = "DRILL " if view.is_drill else ""
        return Document(
            to=await _receiver(item, session),
            name=f"{view.ref}-timeline",
            title=f"{drill}Timeline of {view.ref}",
            content=content,
            ending="json" if as_json else "md",
        )


async def _receiver(item: OutboxItem, session: AsyncSession) -> str:
    """The channel, or the asker, who may have left it since they asked."""
    if not item.intent.get("to_asker"):
        return opened_channel(await session.get_one(Place, item.incident_id))
    person_id: str = item.intent["by_id"]
    seen = select(Incident.id).where(Incident.id == item.incident_id, visible_to(person_id))
    if (await session.scalars(seen)).one_or_none() is None:
        raise Skip("they are not in the channel of this private incident")
    return person_id
