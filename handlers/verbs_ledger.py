"""Verbs of the record: note and its kinds, timeline."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.ledger.add_entry import add_entry
from handlers.answer import Answer, Say
from handlers.here import incident_here
from handlers.incoming import Incoming
from handlers.show_forms import show
from handlers.show_timeline import show_timeline
from models.ledger import WRITTEN_KINDS


def written(kind: str) -> Callable[[Desk, Incoming, str], Awaitable[Answer]]:
    """The verb that records one kind of entry: `note what I saw`."""

    async def record(desk: Desk, incoming: Incoming, rest: str) -> Answer:
        incident_id = await incident_here(desk, incoming, kind, notes_only=True)
        if not rest:
            return await show(desk, "ledger_entry", incident_id)
        async with desk.store.unit(incoming.inbox_id) as uow:
            await add_entry(uow, incident_id, WRITTEN_KINDS[kind], rest, by_id=incoming.user_id)
        return Say(note(line("Recorded in the ledger.")))

    return record


async def timeline(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`timeline`: the latest entries, and the whole as a file."""
    incident_id = await incident_here(desk, incoming, "timeline", notes_only=True)
    return await show_timeline(desk, incident_id)


VERBS: Final[Mapping[str, Callable[[Desk, Incoming, str], Awaitable[Answer]]]] = {
    **{kind.replace("_", ""): written(kind) for kind in WRITTEN_KINDS},
    "timeline": timeline,
}
