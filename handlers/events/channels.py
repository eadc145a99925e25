"""What is done to an incident's channel, or to the app itself."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog

from bot.channels.move_channel import move_channel
from bot.channels.reconcile import notice_state
from bot.desk import Desk
from handlers.here import incident_of_channel

log = structlog.get_logger("events")

#: Public channels and private ones have names of their own for the same things.
_LOOK: Final = ("archive", "unarchive", "rename", "deleted", "left")


async def look_again(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Something was done to a channel: when it is an incident's, see how it stands now."""
    named = event["channel"]
    channel_id = str(named["id"] if isinstance(named, dict) else named)
    incident_id = await incident_of_channel(desk, channel_id)
    if incident_id is not None:
        is_deleted = str(event["type"]).endswith("_deleted")
        await notice_state(desk, incident_id, channel_id, receipt=inbox_id, is_deleted=is_deleted)


async def id_changed(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """A channel that was shared with another workspace goes on under another id."""
    async with desk.store.unit(inbox_id) as uow:
        await move_channel(uow, str(event["old_channel_id"]), str(event["new_channel_id"]))


async def access_lost(_desk: Desk, event: Mapping[str, Any], _inbox_id: int) -> None:
    """The workspace took our token away: nothing can be done but to say so. The rows are kept."""
    log.error("access_lost", why=event.get("type"))


EVENTS: Final[Mapping[str, Callable[[Desk, Mapping[str, Any], int], Awaitable[None]]]] = {
    **{f"{family}_{verb}": look_again for family in ("channel", "group") for verb in _LOOK},
    "channel_id_changed": id_changed,
    "app_uninstalled": access_lost,
    "tokens_revoked": access_lost,
}
