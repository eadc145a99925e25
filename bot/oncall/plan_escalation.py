"""What is to be done now about one incident's escalation, and when to look again: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.oncall.start_escalation import Nature, policy_for
from bot.playbook import Executive, Playbook, Policy, Vendor
from models.call import Escalation
from models.escalating import Rung, next_rung, step_due_at
from models.incident import Incident

#: A step beside the levels.
Step = Executive | Vendor


@dataclass(frozen=True, slots=True)
class Plan:
    """One look's work."""

    policy: Policy | None
    #: The level to call.
    rung: Rung | None
    #: There is no level left.
    is_exhausted: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Whom the level calls, in the playbook's words."""
        return self.policy.levels[self.rung.level - 1].call if self.policy and self.rung else ()


def plan_of(escalation: Escalation, incident: Incident, playbook: Playbook, now: datetime) -> Plan:
    """See what is due; whether an acknowledgement has lapsed is not asked here."""
    policy = policy_for(playbook, Nature.of(incident))
    is_due = escalation.due_at is not None and escalation.due_at <= now
    is_sought = policy is not None and is_due and escalation.acknowledged_at is None
    rung = None
    if policy is not None and is_sought:
        rung = next_rung(escalation.rung, levels=len(policy.levels), repeat=policy.repeat)
    return Plan(policy, rung, is_sought and rung is None)


def due_steps(escalation: Escalation, incident: Incident, playbook: Playbook, now: datetime) -> list[Step]:
    """The executives and vendors that it has come to now."""
    return [
        step
        for step in open_steps(escalation, incident, playbook)
        if (at := step_at(step, escalation, incident, playbook)) is not None and at <= now
    ]


def look_again_at(escalation: Escalation, incident: Incident, playbook: Playbook) -> datetime | None:
    """The next moment at which something falls due."""
    steps = open_steps(escalation, incident, playbook)
    times = [escalation.due_at, *(step_at(step, escalation, incident, playbook) for step in steps)]
    return min((at for at in times if at is not None), default=None)


def open_steps(escalation: Escalation, incident: Incident, playbook: Playbook) -> Iterator[Step]:
    """Executives and vendors whom such an incident may still come to."""
    nature, written = Nature.of(incident), playbook.escalation
    steps: list[Step] = [*written.executives, *written.vendors]
    for step in steps:
        if step.name not in escalation.steps and step.when.hold_for(
            nature.severity, nature.domain, nature.symptom
        ):
            yield step


def step_at(step: Step, escalation: Escalation, incident: Incident, playbook: Playbook) -> datetime | None:
    """When it falls due."""
    return step_due_at(
        declared_at=incident.declared_at,
        unanswered_since=escalation.unanswered_since,
        open_for=step.when.open_for,
        unacknowledged_for=step.when.unacknowledged_for,
        hours=playbook.working_hours.of(),
    )
