"""Reactions in an incident's channel: a message becomes a ledger entry, or ceases to be one."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.channels.read_marked import kind_of, marked, marks_on, read_message, record_marked
from bot.desk import Desk
from bot.ledger.withdraw_entry import withdraw_message
from handlers.here import incident_of_channel
from models.ledger import EntryKind


async def reaction_added(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Someone marked a message. Guests may: they may note."""
    found = await _place_of(desk, event)
    if found is None:
        return
    incident_id, channel_id, ts, kind = found
    said = await read_message(desk, channel_id, ts)
    if said is None or kind not in marks_on(said, desk):
        return  # taken off again, or deleted, before we came to it
    entry = await marked(desk, channel_id, said, kind, str(event["user"]))
    async with desk.store.unit(inbox_id) as uow:
        await record_marked(uow, incident_id, entry)


async def reaction_removed(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Someone took a mark off; while anybody else's is left, the entry stands."""
    found = await _place_of(desk, event)
    if found is None:
        return
    _, channel_id, ts, kind = found
    said = await read_message(desk, channel_id, ts)
    if said is not None and kind in marks_on(said, desk):
        return
    async with desk.store.unit(inbox_id) as uow:
        await withdraw_message(uow, channel_id, ts, kind, by_id=event.get("user"))


async def _place_of(desk: Desk, event: Mapping[str, Any]) -> tuple[int, str, str, EntryKind] | None:
    """Incident, channel, message and kind; none where the reaction means nothing to us."""
    item = event.get("item") or {}
    kind = kind_of(desk.playbook, str(event.get("reaction")))
    if kind is None or item.get("type") != "message" or event.get("user") == desk.identity.user_id:
        return None
    incident_id = await incident_of_channel(desk, item.get("channel"))
    return None if incident_id is None else (incident_id, item["channel"], item["ts"], kind)


EVENTS: Final[Mapping[str, Callable[[Desk, Mapping[str, Any], int], Awaitable[None]]]] = {
    "reaction_added": reaction_added,
    "reaction_removed": reaction_removed,
}
