"""A rule of the playbook names who gets which role in what it opens, before anybody asks."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.incidents.show_change import say, tell
from bot.oncall.find_people import find_people
from bot.oncall.on_duty import find_duty
from bot.playbook.fields import ON_CALL
from bot.uow import UnitOfWork
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.vocabulary import Role

log = structlog.get_logger("alerts")


async def call_roles(uow: UnitOfWork, incident: Incident, call: Mapping[Role, str]) -> None:
    """Give the roles of an incident opened just now; whoever has left, or is not known, gets none."""
    for role, named in call.items():
        person_id, because = await _person(uow, incident, named)
        if person_id is None:
            log.warning("nobody_to_call", role=role, named=named, incident=incident.id)
            continue
        uow.session.add(Assignment(incident_id=incident.id, role=role, user_id=person_id, since_at=uow.now))
        uow.record(
            incident.entry(EntryKind.ROLE_ASSIGNED, at=uow.now, text=because, role=role, person=person_id)
        )
        await tell(uow, person_id, "brief", incident=incident, role=role)


async def _person(uow: UnitOfWork, incident: Incident, named: str) -> tuple[str | None, str]:
    """Someone who can act, and why they: the person who is named, or who is on call for a team."""
    if named.startswith(ON_CALL):
        return await _on_call(uow, incident, named.removeprefix(ON_CALL))
    found = await find_people(uow.session, [named])
    return next(iter(found[named]), None), ""


async def _on_call(uow: UnitOfWork, incident: Incident, team: str) -> tuple[str | None, str]:
    """Of several the first; that nobody is on call, and who stands in, is said in the incident's channel."""
    duty = await find_duty(uow.session, uow.playbook, team, uow.now, now=uow.now)
    person_id = next(iter(duty.people_ids), None)
    if duty.is_fallback:
        log.warning("nobody_on_call", team=team, incident=incident.id, because=duty.because)
        facts: dict[str, Any] = {"team": team, "person_id": person_id, "because": duty.because}
        await say(uow, incident, "nobody_on_call", **facts)
    return person_id, duty.because
