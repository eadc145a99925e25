"""Messages: alerts in watched channels; in an incident's channel, edits of what the ledger took over."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.alerts.take_message import take_message, watches
from bot.channels.reconcile import notice_state
from bot.desk import Desk
from bot.ledger.amend_entry import amend_message, note_deleted
from bot.slack.message_text import words_of
from handlers.here import incident_of_channel

#: Slack's own lines about a channel whose audience was changed; no other event tells of it.
_CONVERTED: Final = frozenset({"channel_convert_to_private", "channel_convert_to_public"})

_ABOUT_MESSAGES: Final = frozenset({"message_changed", "message_deleted"})


async def message(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Something was said, changed or deleted somewhere."""
    channel_id, subtype = str(event.get("channel")), event.get("subtype")
    if event.get("bot_id") or (event.get("message") or {}).get("bot_id"):  # an alert, perhaps
        await desk.directory.recognise(channel_id, desk.playbook.watch)
    if watches(desk, channel_id):
        await take_message(desk, event, inbox_id)
        return
    if subtype not in _CONVERTED | _ABOUT_MESSAGES:
        return
    incident_id = await incident_of_channel(desk, channel_id)
    if incident_id is None:
        return
    if subtype in _CONVERTED:
        await notice_state(desk, incident_id, channel_id, receipt=inbox_id)
    else:
        await _correct(desk, channel_id, event, inbox_id)


async def _correct(desk: Desk, channel_id: str, event: Mapping[str, Any], inbox_id: int) -> None:
    """The ledger follows the message that an entry came from. A deleted parent of a thread is a tombstone."""
    now = event.get("message") or {}
    gone_ts = event.get("deleted_ts") or (now.get("ts") if now.get("subtype") == "tombstone" else None)
    async with desk.store.unit(inbox_id) as uow:
        if gone_ts is not None:
            await note_deleted(uow, channel_id, str(gone_ts), by_id=None)
        else:
            by_id = (now.get("edited") or {}).get("user") or now.get("user")
            text = words_of(now, desk.directory)
            await amend_message(uow, channel_id, str(now["ts"]), text, by_id=by_id)


EVENTS: Final[Mapping[str, Callable[[Desk, Mapping[str, Any], int], Awaitable[None]]]] = {
    "message": message,
}
