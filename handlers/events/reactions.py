"""Reactions: in an incident's channel they record a message, on an alert they do what its buttons do."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog

from bot.access import Asking, require_may_act
from bot.alerts.act_by_reaction import act_by_reaction, alert_at
from bot.blocks.front.refusal import refusal
from bot.channels.read_marked import kind_of, marked, marks_on, read_message, record_marked
from bot.desk import Desk
from bot.errors import ChatError
from bot.ledger.withdraw_entry import withdraw_message
from handlers.acts import REACTION_ACTS
from handlers.here import incident_of_channel
from models.errors import BreakwaterError, NothingToChange
from models.ledger import EntryKind

log = structlog.get_logger("reactions")


async def reaction_added(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Someone marked a message, or an alert."""
    meaning = desk.playbook.alerts.reactions.kind_of(str(event.get("reaction")))
    if meaning is None:
        await _record(desk, event, inbox_id)
    elif _is_of_a_person(desk, event):
        await _act(desk, event, meaning, inbox_id)


async def _act(desk: Desk, event: Mapping[str, Any], meaning: str, inbox_id: int) -> None:
    """The same as at the button. Whoever is second hears who was first; who may not act hears nothing."""
    item, user_id = event["item"], str(event["user"])
    channel_id = str(item["channel"])
    async with desk.store.reading() as session:
        alert_id = await alert_at(session, channel_id, str(item["ts"]))
    if alert_id is None:
        return
    try:
        await require_may_act(desk, Asking(user_id, channel_id=channel_id), acts=[REACTION_ACTS[meaning]])
        await act_by_reaction(desk, alert_id, meaning, by_id=user_id, receipt=inbox_id)
    except NothingToChange as second:
        said = refusal(second).as_payload()
        with contextlib.suppress(ChatError):
            await desk.chat.call("chat.postEphemeral", channel=channel_id, user=user_id, **said)
    except BreakwaterError as refused:
        log.info("reaction_refused", meaning=meaning, why=type(refused).__name__)


async def _record(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """A message of an incident's channel was marked. Guests may: they may note."""
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
    if kind is None or not _is_of_a_person(desk, event):
        return None
    incident_id = await incident_of_channel(desk, item.get("channel"))
    return None if incident_id is None else (incident_id, item["channel"], item["ts"], kind)


def _is_of_a_person(desk: Desk, event: Mapping[str, Any]) -> bool:
    """On a message, and not by ourselves."""
    on_message = (event.get("item") or {}).get("type") == "message"
    return on_message and event.get("user") != desk.identity.user_id


EVENTS: Final[Mapping[str, Callable[[Desk, Mapping[str, Any], int], Awaitable[None]]]] = {
    "reaction_added": reaction_added,
    "reaction_removed": reaction_removed,
}
