"""Which incident a command or press is about, and whether this person may act in it."""

from typing import Final

from sqlalchemy import bindparam, select

from bot.access import Asking, require_may_act
from bot.desk import Desk
from handlers.acts import acts_of
from handlers.incoming import Incoming, number_in
from models.backfill_item import BackfillItem
from models.errors import NotAnIncidentChannel, NotFound
from models.incident import HandOff
from models.ledger import LedgerEntry
from models.place import Place
from models.promises import CheckIn, Review
from models.retention_hold import RetentionHold
from models.root_cause import RootCause
from models.runbook import RunbookRun

#: Rows that buttons name, each of one incident.
OfIncident = CheckIn | Review | HandOff | LedgerEntry | RunbookRun | RootCause | BackfillItem | RetentionHold


#: Asked at every command, press and event of a channel, so built once.
_LIVES_HERE: Final = select(Place.incident_id).where(Place.channel_id == bindparam("channel_id"))


async def incident_of_channel(desk: Desk, channel_id: str | None) -> int | None:
    """The incident that lives in a channel."""
    if channel_id is None:
        return None
    async with desk.store.reading() as session:
        return (await session.scalars(_LIVES_HERE, {"channel_id": channel_id})).one_or_none()


async def incident_here(desk: Desk, incoming: Incoming, verb: str, *, notes_only: bool = False) -> int:
    """The incident of the channel that a command was typed in. Raises NotAnIncidentChannel, NotAllowed."""
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is None:
        raise NotAnIncidentChannel(verb)
    await allow(desk, incoming, incident_id, notes_only=notes_only)
    return incident_id


async def incident_of_form(desk: Desk, incoming: Incoming, *, notes_only: bool = False) -> int:
    """The incident that a form is about. Raises OfOlderVersion, NotFound, NotAllowed."""
    incident_id = number_in(incoming.kept.get("incident"))
    await allow(desk, incoming, incident_id, notes_only=notes_only)
    return incident_id


async def allow(
    desk: Desk, incoming: Incoming, incident_id: int | None = None, *, notes_only: bool = False
) -> None:
    """Ask for every act, whatever button or form it came by. Raises NotFound, NotAllowed."""
    asking = Asking(incoming.user_id, incoming.team_id, incoming.channel_id)
    await require_may_act(desk, asking, incident_id, acts=acts_of(incoming), notes_only=notes_only)


async def incident_of(desk: Desk, kind: type[OfIncident], row_id: int) -> int:
    """The incident that a row belongs to, such as a check-in or a hand-off. Raises NotFound."""
    async with desk.store.reading() as session:
        row: OfIncident | None = await session.get(kind, row_id)
    if row is None:
        raise NotFound("That is not there any more.", "Look at the card, or type `/incident`.")
    return row.incident_id
