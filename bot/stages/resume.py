"""Resume: the clocks go on, by a press, or by themselves when the date has come."""

from datetime import timedelta
from typing import Final

from sqlalchemy import and_, bindparam

from bot.due import claim_with_incident, see_to_each
from bot.incidents.show_change import redraw, say
from bot.oncall.answer_call import look_soon
from bot.stages.read_pause import open_pause
from bot.stages.run_clock import ask_what_now
from bot.uow import Store, UnitOfWork
from bot.updates.promise_check_in import promise
from models.errors import NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.stage_clock import Pause, StageClock

#: Pauses looked at in one transaction.
ROOM: Final = 50

#: Which pauses have come to their date.
DUE: Final = and_(Pause.until_at <= bindparam("now"), Pause.ended_at.is_(None))


async def resume(uow: UnitOfWork, incident_id: int, *, by_id: str) -> Incident:
    """Go on. Raises AlreadyClosed, NothingToChange."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    held = await open_pause(uow.session, incident.id)
    if held is None:
        raise NothingToChange(f"{incident.ref} is not paused.", "Nothing was changed.")
    await _go_on(uow, held, incident, by_id=by_id)
    return incident


async def end_pause(uow: UnitOfWork, incident: Incident, *, by_id: str | None) -> None:
    """It ends with its incident; nothing goes on."""
    held = await open_pause(uow.session, incident.id)
    if held is not None:
        held.ended_at, held.ended_by_id = uow.now, by_id


async def wake_paused(store: Store, *, room: int = ROOM) -> int:
    """Let those go on whose date has come; how many were looked at."""
    async with store.unit() as uow:
        claimed = await claim_with_incident(uow, Pause, DUE, Pause.until_at, Pause.id, room=room)
        return await see_to_each(uow, claimed, _go_on)


async def _go_on(uow: UnitOfWork, held: Pause, incident: Incident, *, by_id: str | None = None) -> None:
    held.ended_at, held.ended_by_id = uow.now, by_id
    if not incident.is_open:
        return
    await uow.session.flush()
    await _restart(uow, incident)
    await promise(uow, incident)
    await look_soon(uow, incident)
    uow.record(incident.entry(EntryKind.STAGE_RESUMED, at=uow.now, by=by_id, before=incident.stage))
    await say(uow, incident, "resumed", by_id=by_id, why=held.because)
    await redraw(uow, incident, headline=True)


async def _restart(uow: UnitOfWork, incident: Incident) -> None:
    """What was left of the time box is left still; one that was over before asks again."""
    clock = await uow.session.get(StageClock, incident.id)
    if clock is None:
        return
    if clock.left_seconds is not None:
        clock.due_at = clock.look_at = uow.now + timedelta(seconds=clock.left_seconds)
        clock.left_seconds = None
    elif clock.missed_at is not None:
        await ask_what_now(uow, incident, clock)
