"""The list of causes in the thread of an incident's card; of a few alerts there is none."""

from bot.alerts.show_causes import has_many
from bot.incidents.show_in_thread import redraw_in_thread, show_in_thread
from bot.uow import UnitOfWork
from models.incident import Incident
from models.thread_message import ThreadTopic


async def redraw_causes(uow: UnitOfWork, incident: Incident) -> None:
    """Let the list show the truth again, or begin it."""
    is_shown = await redraw_in_thread(uow, incident.id, ThreadTopic.ALERT_CAUSES)
    if not is_shown and await has_many(uow.session, incident):
        await show_in_thread(uow, incident.id, ThreadTopic.ALERT_CAUSES)
