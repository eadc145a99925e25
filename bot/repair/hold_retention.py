"""Hold retention: what an incident needs is not deleted until somebody releases it, by a date."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.incidents.require_may_know import require_may_know
from bot.incidents.show_change import say, tell
from bot.playbook import Playbook
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.retention_hold import RetentionHold

#: So long before its end the holder is reminded to release it.
REMIND_BEFORE: Final = timedelta(days=1)

#: As much as `RetentionHold.what` holds.
LONGEST_WHAT: Final = 500


async def ask_hold(
    uow: UnitOfWork,
    incident_id: int,
    what: str,
    until_at: datetime,
    because: str,
    *,
    holder_id: str,
    by_id: str,
) -> RetentionHold:
    """Give somebody the task; it outlives the incident. Raises FieldRefused, LooksLikeData."""
    incident = await uow.incident(incident_id)
    what, because = " ".join(what.split())[:LONGEST_WHAT], because.strip()
    if not what:
        raise FieldRefused("asset", "What must not be deleted?", "Name the table, topic or folder.")
    if not because:
        raise FieldRefused(
            "because", "It does not say why.", "One sentence is enough: what it is needed for."
        )
    _require_to_come(until_at, uow.now)
    await require_may_know(uow, incident, holder_id, at="holder")
    hold = RetentionHold(
        incident_id=incident.id,
        what=what,
        because=because,
        until_at=until_at,
        holder_id=holder_id,
        asked_by_id=by_id,
        asked_at=uow.now,
    )
    hold.look_at = next_look(hold, uow.now, uow.playbook)
    uow.session.add(hold)
    await uow.session.flush()
    _record(uow, incident, hold, EntryKind.HOLD_ASKED, by_id, text=f"{what}: {because}", person=holder_id)
    if not incident.is_drill:
        await tell_holder(uow, hold)
    await say(uow, incident, "hold_asked", hold_id=hold.id)
    return hold


async def confirm_hold(uow: UnitOfWork, hold_id: int, *, by_id: str) -> RetentionHold:
    """Nothing deletes it now. Raises NotFound, NothingToChange."""
    hold = await find_open(uow, hold_id)
    if hold.held_at is not None:
        raise NothingToChange(f"It is held already, says <@{hold.held_by_id}>.", "Nothing more is needed.")
    hold.held_at, hold.held_by_id = uow.now, by_id
    hold.look_at = next_look(hold, uow.now, uow.playbook)
    _record(uow, await uow.incident(hold.incident_id), hold, EntryKind.HOLD_CONFIRMED, by_id)
    return hold


async def extend_hold(uow: UnitOfWork, hold_id: int, until_at: datetime, *, by_id: str) -> RetentionHold:
    """It is needed for longer. Raises NotFound, NothingToChange, FieldRefused."""
    hold = await find_open(uow, hold_id)
    _require_to_come(until_at, uow.now)
    if until_at <= hold.until_at:
        raise FieldRefused("until", "That is no later than it is held already.", "Choose a later day.")
    hold.until_at = until_at
    hold.look_at = next_look(hold, uow.now, uow.playbook)
    _record(uow, await uow.incident(hold.incident_id), hold, EntryKind.HOLD_EXTENDED, by_id)
    return hold


async def give_hold(uow: UnitOfWork, hold_id: int, holder_id: str, *, by_id: str) -> RetentionHold:
    """It is somebody else's task from now on; they are told, and so is whoever had it.

    Raises NotFound, NothingToChange, FieldRefused.
    """
    hold = await find_open(uow, hold_id)
    if hold.holder_id == holder_id:
        raise NothingToChange(f"It is <@{holder_id}>'s task already.", "Nothing was changed.")
    incident = await uow.incident(hold.incident_id)
    await require_may_know(uow, incident, holder_id, at="holder")
    before_id, hold.holder_id = hold.holder_id, holder_id
    hold.look_at = next_look(hold, uow.now, uow.playbook)
    _record(uow, incident, hold, EntryKind.HOLD_GIVEN, by_id, person=holder_id, before=before_id)
    if not incident.is_drill:
        await tell_holder(uow, hold)
        if before_id != by_id:
            await tell(uow, before_id, "hold_given", incident=incident, hold_id=hold.id, by_id=by_id)
    return hold


async def release_hold(uow: UnitOfWork, hold_id: int, *, by_id: str) -> RetentionHold:
    """Retention may delete it again. Raises NotFound, NothingToChange."""
    hold = await find_open(uow, hold_id)
    hold.released_at, hold.released_by_id, hold.look_at = uow.now, by_id, None
    _record(uow, await uow.incident(hold.incident_id), hold, EntryKind.HOLD_RELEASED, by_id)
    return hold


async def find_open(uow: UnitOfWork, hold_id: int) -> RetentionHold:
    """One that is not released, for this transaction alone. Raises NotFound, NothingToChange."""
    found = select(RetentionHold).where(RetentionHold.id == hold_id).with_for_update()
    hold = (await uow.session.scalars(found)).one_or_none()
    if hold is None:
        raise NotFound("There is no such hold.", "`/incident retention` shows those that there are.")
    if hold.released_at is not None:
        raise NothingToChange(f"<@{hold.released_by_id}> has released it already.", "Nothing more is needed.")
    return hold


def next_look(hold: RetentionHold, now: datetime, playbook: Playbook) -> datetime:
    """Until it is set as often as the playbook says; then a day before its end, at it, and often again."""
    again_at = playbook.working_hours.of().after(now, playbook.retention.remind_every)
    if hold.until_at <= now:
        return again_at
    before_at = hold.until_at - REMIND_BEFORE
    due_at = before_at if before_at > now else hold.until_at
    return min(due_at, again_at) if hold.held_at is None else due_at


async def tell_holder(uow: UnitOfWork, hold: RetentionHold) -> OutboxItem:
    """Ask for what is to be done about it now."""
    return await tell(uow, hold.holder_id, "hold", incident=hold.incident_id, hold_id=hold.id)


def _require_to_come(until_at: datetime, now: datetime) -> None:
    if until_at <= now:
        raise FieldRefused("until", "That is over already.", "Choose a time that is still to come.")


def _record(
    uow: UnitOfWork, incident: Incident, hold: RetentionHold, kind: EntryKind, by_id: str, **more: str
) -> None:
    text = more.pop("text", hold.what)
    until = hold.until_at.isoformat()
    uow.record(incident.entry(kind, at=uow.now, by=by_id, text=text, hold=hold.id, until=until, **more))
