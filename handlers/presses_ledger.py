"""Buttons of the ledger: what is left of words that held data, and where the data is instead."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.ledger.add_entry import add_entry
from handlers.answer import Answer, Done, Replace
from handlers.here import allow
from handlers.incoming import Incoming, number_in
from handlers.show_forms import show
from models.errors import OfOlderVersion
from models.ledger import WRITTEN_KINDS


async def store_redacted(desk: Desk, incoming: Incoming) -> Answer:
    """What was left of the words without the data is recorded; the offer is settled with it."""
    try:
        kept = json.loads(incoming.value)
        incident_id, kind, text = number_in(kept["incident"]), WRITTEN_KINDS[kept["kind"]], str(kept["text"])
    except (ValueError, TypeError, KeyError):
        raise OfOlderVersion from None
    await allow(desk, incoming, incident_id, notes_only=True)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await add_entry(uow, incident_id, kind, text, by_id=incoming.user_id)
    said = note(line("Recorded in the ledger, without the data."))
    return Replace(said) if incoming.response_url else Done()


async def say_where(desk: Desk, incoming: Incoming) -> Answer:
    """The form of evidence: a link, or how many rows."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    return await show(desk, "ledger_entry", incoming.number)


PRESSES: Final[Mapping[str, Callable[[Desk, Incoming], Awaitable[Answer]]]] = {
    "store_redacted": store_redacted,
    "say_where": say_where,
}
