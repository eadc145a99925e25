"""The buttons of a post-mortem: open it, and publish it."""

from typing import Final

from bot.desk import Desk
from bot.review.publish_review import publish
from handlers.answer import Answer, Done
from handlers.here import allow, incident_of
from handlers.incoming import Incoming
from handlers.listeners import Listeners
from models.promises import Review


async def review_open(_desk: Desk, _incoming: Incoming) -> Answer:
    """The button is a link; Slack tells us all the same that it was pressed."""
    return Done()


async def review_publish(desk: Desk, incoming: Incoming) -> Answer:
    """The draft was read and stands."""
    await allow(desk, incoming, await incident_of(desk, Review, incoming.number))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await publish(uow, incoming.number, by_id=incoming.user_id)
    return Done()


PRESSES: Final[Listeners] = {
    "review_open": review_open,
    "review_publish": review_publish,
}
