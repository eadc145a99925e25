"""Plan a session: a time set to work on it together, with a call link; those in roles are reminded."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select, update

from bot.due import claim_with_incident, see_to_each
from bot.incidents.link_call import checked_address
from bot.incidents.show_change import redraw, say
from bot.uow import Store, UnitOfWork
from models.errors import FieldRefused, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.working_session import WorkingSession

#: How long before it begins people are reminded.
BEFORE: Final = timedelta(minutes=10)

#: So long after it began it is too late to bring anybody in: a session takes an hour.
TOO_LATE: Final = timedelta(hours=1)

#: Of which sessions people are to be reminded.
DUE: Final = WorkingSession.look_at <= bindparam("now")

#: Nobody plans further ahead while something is broken.
LONGEST: Final = timedelta(days=30)


async def plan_session(
    uow: UnitOfWork, incident_id: int, starts_at: datetime, *, by_id: str, url: str = ""
) -> Incident:
    """Set the time; a later plan replaces the one before. Raises FieldRefused, AlreadyClosed."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    if starts_at <= uow.now:
        raise FieldRefused("starts", "That time is over already.", "Choose one that is still to come.")
    if starts_at - uow.now > LONGEST:
        raise FieldRefused("starts", "That is more than 30 days away.", "Choose an earlier time.")
    if url.strip():
        uow.record(incident.link_call(checked_address(url), by=by_id, at=uow.now))
    await drop_sessions(uow, incident.id)
    uow.session.add(
        WorkingSession(
            incident_id=incident.id,
            starts_at=starts_at,
            planned_at=uow.now,
            planned_by_id=by_id,
            look_at=max(starts_at - BEFORE, uow.now),
        )
    )
    at = starts_at.isoformat()
    uow.record(incident.entry(EntryKind.SESSION_PLANNED, at=uow.now, by=by_id, starts=at))
    await say(uow, incident, "session_planned", by_id=by_id, starts=at)
    await redraw(uow, incident)
    return incident


async def call_off_session(uow: UnitOfWork, incident_id: int, *, by_id: str) -> Incident:
    """It does not take place, and the channel hears that. Raises NothingToChange, AlreadyClosed."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    coming = select(WorkingSession.starts_at).where(
        WorkingSession.incident_id == incident.id, WorkingSession.look_at.is_not(None)
    )
    starts_at = await uow.session.scalar(coming.limit(1))
    if starts_at is None:
        raise NothingToChange("Nobody waits to be reminded of one.", "`/incident session 15:00` sets a time.")
    await drop_sessions(uow, incident.id)
    starts = starts_at.isoformat()
    uow.record(incident.entry(EntryKind.SESSION_CALLED_OFF, at=uow.now, by=by_id, starts=starts))
    await say(uow, incident, "session_called_off", by_id=by_id, starts=starts)
    return incident


async def drop_sessions(uow: UnitOfWork, incident_id: int) -> None:
    """Nobody is reminded any more of what was planned."""
    planned = update(WorkingSession).where(WorkingSession.incident_id == incident_id)
    await uow.session.execute(planned.where(WorkingSession.look_at.is_not(None)).values(look_at=None))


async def remind_sessions(store: Store, *, room: int = 50) -> int:
    """Remind of those that begin soon, unless nobody was there to look before they were over; how many."""
    async with store.unit() as uow:
        claimed = await claim_with_incident(uow, WorkingSession, DUE, WorkingSession.look_at, room=room)
        return await see_to_each(uow, claimed, _remind)


async def _remind(uow: UnitOfWork, session: WorkingSession, incident: Incident) -> None:
    session.look_at = None
    if incident.is_open and uow.now < session.starts_at + TOO_LATE:
        await say(uow, incident, "session_soon", starts=session.starts_at.isoformat())
