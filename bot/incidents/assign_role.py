"""Roles: take, assign, release, vacate. One person may hold several; a role has one holder."""

from typing import Final

from bot.incidents.find_roles import current_assignments
from bot.incidents.show_change import redraw, say, tell
from bot.oncall.answer_call import acknowledged
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NothingToChange
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.place import Person, Place
from models.vocabulary import Role, label

_CANNOT_ACT: Final = "That account cannot act here: it is an app's, or has left the workspace."


async def assign(uow: UnitOfWork, incident_id: int, role: Role, person_id: str, *, by_id: str) -> Incident:
    """Give a role to someone, who gets a brief; whoever held it before is relieved.

    Raises NothingToChange when they hold it already, FieldRefused, AlreadyClosed.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    await require_can_hold(uow, person_id, field="user")
    held = await _holder(uow, incident, role)
    if held is not None and held.user_id == person_id:
        raise NothingToChange(
            f"That person is already {label(role)} of {incident.ref}.", "Nothing was changed."
        )
    if held is not None:
        held.until_at = uow.now
        await uow.session.flush()
    _give(uow, incident, role, person_id, by_id)
    kind = EntryKind.ROLE_TAKEN if person_id == by_id else EntryKind.ROLE_ASSIGNED
    relieved_id = held.user_id if held else None
    uow.record(incident.entry(kind, at=uow.now, by=by_id, role=role, person=person_id, relieved=relieved_id))
    if role is Role.COMMANDER and person_id == by_id:
        await acknowledged(uow, incident, by_id=by_id)
    await _tell_the_world(uow, incident, role, person_id, by_id=by_id, relieved_id=relieved_id)
    return incident


async def require_can_hold(uow: UnitOfWork, person_id: str, *, field: str) -> None:
    """A role is for somebody who can act. Raises FieldRefused."""
    person = await uow.session.get(Person, person_id)
    if person is not None and (person.is_bot or person.has_left):
        raise FieldRefused(field, _CANNOT_ACT, "Choose someone of the team.")


async def release(uow: UnitOfWork, incident_id: int, role: Role, *, by_id: str, why: str = "") -> Incident:
    """Give a role back; nobody holds it then. Raises NothingToChange when nobody held it."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    held = await _holder(uow, incident, role)
    if held is None:
        raise NothingToChange(f"Nobody is {label(role)} of {incident.ref}.", "Nothing was changed.")
    held.until_at = uow.now
    uow.record(
        incident.entry(
            EntryKind.ROLE_RELEASED, at=uow.now, by=by_id, text=why, role=role, person=held.user_id
        )
    )
    await redraw(uow, incident, headline=role is Role.COMMANDER)
    await say(uow, incident, "role_released", role=role, person_id=held.user_id, by_id=by_id)
    return incident


async def vacate(uow: UnitOfWork, incident_id: int, person_id: str, *, why: str) -> list[Role]:
    """Someone left the channel or the workspace: their roles are nobody's, and the channel is told."""
    incident = await uow.incident(incident_id)
    gone = [held for held in await current_assignments(uow.session, incident_id) if held.user_id == person_id]
    if not incident.is_open:
        return []
    for held in gone:
        held.until_at = uow.now
        uow.record(
            incident.entry(EntryKind.ROLE_VACATED, at=uow.now, text=why, role=held.role, person=person_id)
        )
    roles = [held.role for held in gone]
    if roles:
        await redraw(uow, incident, headline=Role.COMMANDER in roles)
        await say(uow, incident, "role_vacated", roles=roles, person_id=person_id, why=why)
    return roles


async def _holder(uow: UnitOfWork, incident: Incident, role: Role) -> Assignment | None:
    held = await current_assignments(uow.session, incident.id)
    return next((assignment for assignment in held if assignment.role is role), None)


def _give(uow: UnitOfWork, incident: Incident, role: Role, person_id: str, by_id: str) -> None:
    uow.session.add(
        Assignment(
            incident_id=incident.id, role=role, user_id=person_id, since_at=uow.now, assigned_by_id=by_id
        )
    )


async def _tell_the_world(
    uow: UnitOfWork, incident: Incident, role: Role, person_id: str, *, by_id: str, relieved_id: str | None
) -> None:
    await redraw(uow, incident, headline=role is Role.COMMANDER)
    place = await uow.session.get_one(Place, incident.id)
    invited = await uow.announce(
        "invite_people", incident=incident, after=place.open_item_id, people=[person_id]
    )
    await uow.session.flush()
    # Of a private one nobody hears before they are in its channel.
    after = invited if incident.is_private else None
    await tell(uow, person_id, "brief", incident=incident, after=after, role=role, by_id=by_id)
    await say(
        uow, incident, "role_given", role=role, person_id=person_id, by_id=by_id, relieved_id=relieved_id
    )
