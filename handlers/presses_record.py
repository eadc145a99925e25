"""Buttons of the record: the timeline and its file, the post-mortem, and what was parked."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.doctor import retry_item
from bot.inbox.dead_letters import retry_letter
from bot.ledger.send_timeline import send_timeline
from bot.review.publish_review import publish
from handlers.answer import Answer, Done, Say
from handlers.here import allow, incident_of
from handlers.incoming import Incoming
from handlers.listeners import Listeners
from handlers.show_timeline import show_timeline
from models.promises import Review


async def timeline(desk: Desk, incoming: Incoming) -> Answer:
    """The latest entries."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show_timeline(desk, incoming.number)


async def timeline_file(desk: Desk, incoming: Incoming) -> Answer:
    """The whole as a Markdown file, posted in the incident's channel."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_timeline(uow, incoming.number, by_id=incoming.user_id)
    return Say(note(line("The timeline is on its way, as a file in the incident's channel.")))


async def review_open(_desk: Desk, _incoming: Incoming) -> Answer:
    """The button is a link; Slack tells us all the same that it was pressed."""
    return Done()


async def review_publish(desk: Desk, incoming: Incoming) -> Answer:
    """The draft was read and stands."""
    await allow(desk, incoming, await incident_of(desk, Review, incoming.number))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await publish(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def retry(desk: Desk, incoming: Incoming) -> Answer:
    """Send again what was parked."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await retry_item(uow, incoming.number, by_id=incoming.user_id)
    return Say(note(line("It is tried again now; `/incident doctor` tells how it went.")))


async def try_letter(desk: Desk, incoming: Incoming) -> Answer:
    """Read a webhook again that was not understood."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await retry_letter(uow, incoming.number)
    return Say(note(line("It is read again now; `/incident doctor` tells how it went.")))


PRESSES: Final[Listeners] = {
    "timeline": timeline,
    "timeline_file": timeline_file,
    "review_open": review_open,
    "review_publish": review_publish,
    "retry_item": retry,
    "retry_letter": try_letter,
}
