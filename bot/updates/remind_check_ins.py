"""The tick's look at promised updates: remind the owner before, say it in the channel when none came.

The claim of the rows decides who does it, so any replica may look, and each reminder fires once.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, bindparam, select

from bot.due import claim_with_incident, see_to_each
from bot.incidents.open_incident import lane_of
from bot.incidents.show_change import redraw
from bot.uow import Store, UnitOfWork
from bot.updates.promise_check_in import zone_of
from models.cadence import owner_of_updates, rested
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.place import Member, Person, Place
from models.promises import CheckIn
from models.vocabulary import Role

#: Promises looked at in one transaction.
ROOM: Final = 100

#: Which promises are to be looked at.
DUE: Final = and_(CheckIn.look_at <= bindparam("now"), CheckIn.settled_at.is_(None))


@dataclass(frozen=True, slots=True)
class _Promised:
    """A promise to look at, and all that bears on it."""

    check_in: CheckIn
    incident: Incident
    place: Place
    owner: Person | None
    owner_id: str | None
    #: Whether the owner may hear of it by direct message.
    is_private_word_allowed: bool


async def remind_due(store: Store, *, room: int = ROOM) -> int:
    """Do what is due now, for up to `room` promises; how many were looked at."""
    async with store.unit() as uow:
        claimed = await claim_with_incident(uow, CheckIn, DUE, CheckIn.look_at, CheckIn.id, room=room)
        promises = await _read_about(uow, claimed)
        return await see_to_each(uow, [(each.check_in, each) for each in promises], _look_at)


async def _look_at(uow: UnitOfWork, check_in: CheckIn, promised: _Promised) -> None:
    incident = promised.incident
    if not incident.is_open:
        check_in.settled_at, check_in.look_at = uow.now, None
        return
    hours = uow.playbook.working_hours.of(zone_of(promised.owner))
    awake_at = rested(uow.now, hours, rests=uow.playbook.severity(incident.severity).rests)
    if awake_at > uow.now:
        check_in.look_at = awake_at
    elif uow.now < check_in.due_at:
        await _remind(uow, promised)
    else:
        await _say_overdue(uow, promised)


async def _remind(uow: UnitOfWork, promised: _Promised) -> None:
    check_in, incident, owner_id = promised.check_in, promised.incident, promised.owner_id
    check_in.look_at = check_in.due_at
    if owner_id is None or not promised.is_private_word_allowed:
        return
    check_in.reminded_at = uow.now
    uow.record(incident.entry(EntryKind.CHECKIN_REMINDED, at=uow.now, person=owner_id))
    await uow.announce(
        "post_reminder",
        incident=incident,
        lane=f"person:{owner_id}",
        check_in_id=check_in.id,
        person_id=owner_id,
        due_at=check_in.due_at.isoformat(),
    )


async def _say_overdue(uow: UnitOfWork, promised: _Promised) -> None:
    check_in, incident = promised.check_in, promised.incident
    check_in.missed_at, check_in.look_at = uow.now, None
    uow.record(incident.entry(EntryKind.CHECKIN_MISSED, at=uow.now, person=promised.owner_id))
    await uow.announce(
        "post_overdue",
        incident=incident,
        after=promised.place.open_item_id,
        lane=lane_of(incident),
        priority=Priority.STAGE,
        check_in_id=check_in.id,
        due_at=check_in.due_at.isoformat(),
    )
    await redraw(uow, incident)


async def _read_about(uow: UnitOfWork, claimed: Sequence[tuple[CheckIn, Incident]]) -> list[_Promised]:
    """Read owners, places and memberships for all of them at once."""
    ids = [incident.id for _, incident in claimed]
    places = {
        place.incident_id: place
        for place in await uow.session.scalars(select(Place).where(Place.incident_id.in_(ids)))
    }
    owners = await _owners(uow, [incident for _, incident in claimed])
    people = {
        person.user_id: person
        for person in await uow.session.scalars(select(Person).where(Person.user_id.in_(owners.values())))
    }
    members = await _members(uow, [places[incident.id] for _, incident in claimed if incident.is_private])
    return [
        _Promised(
            check_in,
            incident,
            places[incident.id],
            people.get(owners.get(incident.id, "")),
            owners.get(incident.id),
            _may_be_told(incident, (places[incident.id].channel_id, owners.get(incident.id)) in members),
        )
        for check_in, incident in claimed
    ]


def _may_be_told(incident: Incident, is_member: bool) -> bool:
    """A drill bothers nobody outside of its channel; a private incident only those who are in it."""
    return not incident.is_drill and (is_member or not incident.is_private)


async def _owners(uow: UnitOfWork, incidents: Sequence[Incident]) -> dict[int, str]:
    """Who owes each incident its update; those whom nobody owes are absent."""
    holders: dict[int, dict[Role, str]] = defaultdict(dict)
    held = select(Assignment).where(
        Assignment.incident_id.in_([incident.id for incident in incidents]), Assignment.until_at.is_(None)
    )
    for assignment in await uow.session.scalars(held):
        holders[assignment.incident_id][assignment.role] = assignment.user_id
    owners = {
        incident.id: owner_of_updates(holders[incident.id], incident.declared_by_id) for incident in incidents
    }
    return {incident_id: owner_id for incident_id, owner_id in owners.items() if owner_id is not None}


async def _members(uow: UnitOfWork, places: Sequence[Place]) -> set[tuple[str | None, str | None]]:
    channels = [place.channel_id for place in places if place.channel_id]
    if not channels:
        return set()
    found = await uow.session.scalars(select(Member).where(Member.channel_id.in_(channels)))
    return {(member.channel_id, member.user_id) for member in found}
