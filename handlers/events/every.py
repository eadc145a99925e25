"""Events, worked off from their stored rows: which of them concern us, and who takes each.

An event is a reason to look, never the truth itself: Slack may lose it, repeat it, or tell it late.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.desk import Desk
from bot.errors import Fault
from handlers.events import channels, messages, people, reactions

Event = Mapping[str, Any]

EVENTS: Final[Mapping[str, Callable[[Desk, Event, int], Awaitable[None]]]] = {
    **messages.EVENTS,
    **reactions.EVENTS,
    **people.EVENTS,
    **channels.EVENTS,
}


async def take_event(desk: Desk, payload: Mapping[str, Any], inbox_id: int) -> None:
    """Work off one stored event; one that concerns nobody costs nothing.

    What changes something marks the row done in the same transaction; the caller marks the others.
    """
    if not desk.identity.user_id:
        raise Fault("Slack has not told yet who we are, and what we say ourselves is no news")
    event: Event = payload["event"]
    take = EVENTS.get(str(event.get("type")))
    if take is not None:
        await take(desk, event, inbox_id)
