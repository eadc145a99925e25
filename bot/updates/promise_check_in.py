"""Promise the next update: one check-in row, replacing the promise before it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.incidents.find_roles import role_holders
from bot.stages.read_pause import open_pause
from bot.uow import UnitOfWork
from bot.updates.settle_check_ins import settle_check_ins
from models.cadence import owner_of_updates, remind_at
from models.durations import Span
from models.incident import Incident
from models.place import Person
from models.promises import CheckIn
from models.working_hours import WorkingHours


async def promise(uow: UnitOfWork, incident: Incident, *, every: Span | None = None) -> CheckIn | None:
    """Promise an update after `every`, by default as the playbook says; none where it never asks.

    Nor while the clocks stand still, unless it is asked for: when they go on, an update is promised.
    """
    span = every or uow.playbook.update_every(incident.severity)
    if span is None or (every is None and await open_pause(uow.session, incident.id)):
        return None
    hours = await owner_hours(uow, incident)
    return await promise_by(uow, incident, hours.after(uow.now, span))


async def promise_first(uow: UnitOfWork, incident: Incident) -> None:
    """The promise of an incident declared just now: nobody has a role, and nothing was promised before."""
    span = uow.playbook.update_every(incident.severity)
    if span is None:
        return
    declarer_id = incident.declared_by_id
    with uow.session.no_autoflush:  # what was added so far leaves with the opening, in one go
        person = await uow.session.get(Person, declarer_id) if declarer_id else None
    due_at = uow.playbook.working_hours.of(zone_of(person)).after(uow.now, span)
    uow.session.add(_check_in(uow, incident, due_at))


async def promise_by(uow: UnitOfWork, incident: Incident, due_at: datetime) -> CheckIn:
    """Promise an update by a time, settling the promise before it."""
    await settle_check_ins(uow, incident.id, "a later promise", by_id=None)
    check_in = _check_in(uow, incident, due_at)
    uow.session.add(check_in)
    return check_in


async def update_owner(uow: UnitOfWork, incident: Incident) -> str | None:
    """Who owes the next update; nobody when no one leads and nobody declared."""
    return owner_of_updates(await role_holders(uow.session, incident.id), incident.declared_by_id)


async def owner_hours(uow: UnitOfWork, incident: Incident) -> WorkingHours:
    """The working hours of who owes the next update, in that person's own zone."""
    owner_id = await update_owner(uow, incident)
    person = await uow.session.get(Person, owner_id) if owner_id else None
    return uow.playbook.working_hours.of(zone_of(person))


def zone_of(person: Person | None) -> ZoneInfo | None:
    """Someone's zone as their Slack profile says, none where it says nothing that is known here."""
    if person is None or not person.zone:
        return None
    try:
        return ZoneInfo(person.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _check_in(uow: UnitOfWork, incident: Incident, due_at: datetime) -> CheckIn:
    before = uow.playbook.remind_before.time or timedelta()
    return CheckIn(
        incident_id=incident.id,
        promised_at=uow.now,
        due_at=due_at,
        look_at=remind_at(uow.now, due_at, before),
    )
