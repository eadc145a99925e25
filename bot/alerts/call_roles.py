"""A rule of the playbook names who gets which role in what it opens, before anybody asks."""

from collections.abc import Mapping

import structlog
from sqlalchemy import func, select

from bot.incidents.show_change import tell
from bot.uow import UnitOfWork
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.place import Person
from models.vocabulary import Role

log = structlog.get_logger("alerts")


async def call_roles(uow: UnitOfWork, incident: Incident, call: Mapping[Role, str]) -> None:
    """Give the roles of an incident opened just now; whoever has left, or is not known, gets none."""
    for role, named in call.items():
        person_id = await _person(uow, named)
        if person_id is None:
            log.warning("nobody_to_call", role=role, named=named, incident=incident.id)
            continue
        uow.session.add(Assignment(incident_id=incident.id, role=role, user_id=person_id, since_at=uow.now))
        uow.record(incident.entry(EntryKind.ROLE_ASSIGNED, at=uow.now, role=role, person=person_id))
        await tell(uow, person_id, "brief", incident=incident, role=role)


async def _person(uow: UnitOfWork, named: str) -> str | None:
    """Someone who can act, by id or handle."""
    handle = named.removeprefix("@").casefold()
    found = select(Person).where((Person.user_id == named) | (func.lower(Person.handle) == handle))
    person = (await uow.session.scalars(found.limit(1))).one_or_none()
    if person is None:
        return named if named.startswith(("U", "W")) else None
    return None if person.is_bot or person.has_left else person.user_id
