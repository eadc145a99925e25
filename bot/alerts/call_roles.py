"""A rule of the playbook names who gets which role in what it opens, before anybody asks."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.incidents.show_change import say, tell
from bot.oncall.await_people import await_people, people_known_at
from bot.oncall.find_people import find_people
from bot.oncall.on_duty import find_duty
from bot.playbook.fields import ON_CALL
from bot.uow import UnitOfWork
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.vocabulary import Role

log = structlog.get_logger("alerts")


@dataclass(frozen=True, slots=True)
class _Called:
    """Someone who can act, if there is anybody, and why they; `team`: nobody is on call for it."""

    person_id: str | None
    because: str = ""
    team: str | None = None


async def call_roles(
    uow: UnitOfWork, incident: Incident, call: Mapping[Role, str], *, late: str = ""
) -> list[str]:
    """Give the roles of an incident opened just now, and say to whom; whoever has left, or is not known,
    gets none. Before people are known nobody stands in either: it waits until they are, and says why it is
    `late`.
    """
    given = []
    for role, named in call.items():
        called = await _whom(uow, named)
        is_odd = called.person_id is None or called.team is not None
        if is_odd and await people_known_at(uow.session) is None:
            await_people(uow, incident, [named], role=role)
            continue
        if called.team is not None:
            await _say_nobody(uow, incident, called)
        if called.person_id is None:
            log.warning("nobody_to_call", role=role, named=named, incident=incident.id)
            continue
        given.append(called.person_id)
        await _give(uow, incident, role, called.person_id, " ".join(filter(None, [called.because, late])))
    return given


async def _give(uow: UnitOfWork, incident: Incident, role: Role, person_id: str, why: str) -> None:
    uow.session.add(Assignment(incident_id=incident.id, role=role, user_id=person_id, since_at=uow.now))
    uow.record(incident.entry(EntryKind.ROLE_ASSIGNED, at=uow.now, text=why, role=role, person=person_id))
    await tell(uow, person_id, "brief", incident=incident, role=role)


async def _whom(uow: UnitOfWork, named: str) -> _Called:
    """The person who is named, or who is on call for a team; of several the first."""
    if not named.startswith(ON_CALL):
        found = await find_people(uow.session, [named])
        return _Called(next(iter(found[named]), None))
    team = named.removeprefix(ON_CALL)
    duty = await find_duty(uow.session, uow.playbook, team, uow.now, now=uow.now)
    person_id = next(iter(duty.people_ids), None)
    return _Called(person_id, duty.because, team if duty.is_fallback else None)


async def _say_nobody(uow: UnitOfWork, incident: Incident, called: _Called) -> None:
    """That nobody is on call, and who stands in, is said in the incident's channel."""
    log.warning("nobody_on_call", team=called.team, incident=incident.id, because=called.because)
    await say(
        uow,
        incident,
        "nobody_on_call",
        team=called.team,
        person_id=called.person_id,
        because=called.because,
    )
