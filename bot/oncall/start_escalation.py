"""What an incident's life means for its escalation: it begins, follows the severity, goes up a level, ends.

Nobody is called here: a row is written, and the next look (once a second) does what it says.
"""

from dataclasses import dataclass

from bot.blocks.oncall.call_forms import LONGEST_WHY
from bot.oncall.answer_call import locked_escalation
from bot.playbook import Playbook, Policy
from bot.uow import UnitOfWork
from models.call import Escalation
from models.errors import FieldRefused
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import Severity, Symptom


@dataclass(frozen=True, slots=True)
class Nature:
    """What policies are chosen by."""

    severity: Severity
    domain: str | None
    symptom: Symptom | None

    @classmethod
    def of(cls, incident: Incident) -> "Nature":
        """As it is now."""
        return cls(incident.severity, incident.domain, incident.symptom)


def policy_for(playbook: Playbook, nature: Nature) -> Policy | None:
    """Who is called for such an incident, if anybody."""
    return playbook.escalation.policy_for(nature.severity, nature.domain, nature.symptom)


def require_policy(playbook: Playbook, nature: Nature) -> Policy:
    """The same, or FieldRefused with what helps instead."""
    policy = policy_for(playbook, nature)
    if policy is None:
        raise FieldRefused(
            "why",
            "The playbook has no escalation policy for this incident.",
            "Call someone by name: `/incident page @ana why`.",
        )
    return policy


def start_escalation(uow: UnitOfWork, incident: Incident, *, by_id: str | None) -> None:
    """It is open: whoever opened it knows of it, and the others are called."""
    if not uow.playbook.escalation.is_empty:
        escalation = Escalation(incident_id=incident.id, steps=[])
        escalation.begin(uow.now, by=by_id)
        uow.session.add(escalation)


async def restart_escalation(uow: UnitOfWork, incident: Incident, *, by_id: str | None) -> None:
    """It is taken up again: by a person, who is on it then, or by itself, and all begins anew."""
    if uow.playbook.escalation.is_empty:
        return
    escalation = await _escalation(uow, incident)
    escalation.begin(uow.now, by=by_id)
    escalation.steps = []
    if by_id is not None:
        escalation.acknowledge(uow.now, by=by_id)


async def follow_nature(uow: UnitOfWork, incident: Incident, before: Nature, *, by_id: str) -> None:
    """Severity, domain or symptom changed: a policy for what is worse takes over, from its first level."""
    if uow.playbook.escalation.is_empty or not incident.is_open:
        return
    escalation = await _escalation(uow, incident)
    was, now = policy_for(uow.playbook, before), policy_for(uow.playbook, Nature.of(incident))
    is_worse = incident.severity < before.severity
    if now is not None and now is not was and (is_worse or was is None):
        escalation.begin(uow.now, by=by_id)
    else:
        escalation.look_at = uow.now


async def escalate(uow: UnitOfWork, incident_id: int, *, by_id: str, why: str = "") -> Incident:
    """Call the next level now, whoever has acknowledged. Raises FieldRefused, AlreadyClosed."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    why = " ".join(why.split())
    if len(why) > LONGEST_WHY:
        raise FieldRefused("why", f"The reason has {len(why)} characters.", f"Keep it within {LONGEST_WHY}.")
    require_no_data(why, incident_id=incident.id, kind=EntryKind.ESCALATION_RAISED)
    policy = require_policy(uow.playbook, Nature.of(incident))
    escalation = await _escalation(uow, incident)
    escalation.go_on(uow.now, by=by_id, why=why, levels=len(policy.levels))
    uow.record(incident.entry(EntryKind.ESCALATION_RAISED, at=uow.now, by=by_id, text=why))
    return incident


async def _escalation(uow: UnitOfWork, incident: Incident) -> Escalation:
    """That of an incident; one that was opened before the playbook had any policy gets its own now."""
    escalation = await locked_escalation(uow, incident.id)
    if escalation is None:
        escalation = Escalation(incident_id=incident.id, level=0, round=1, steps=[], asked_at=uow.now, why="")
        uow.session.add(escalation)
    return escalation
