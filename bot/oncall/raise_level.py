"""Call a level of a policy, an executive or a vendor; and say when there is nobody left to call."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.incidents.show_change import redraw, say
from bot.oncall.answer_call import end_level
from bot.oncall.await_people import await_people, people_known_at, why_late
from bot.oncall.call import summon
from bot.oncall.plan_escalation import Step
from bot.oncall.who_is_named import Named
from bot.playbook import Executive, Policy
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import zone_of
from models.call import Escalation
from models.escalating import Rung, may_call_at, waits_until
from models.incident import Incident
from models.ledger import EntryKind
from models.place import Person
from models.vocabulary import SummonsKind
from models.working_hours import WorkingHours


@dataclass(frozen=True, slots=True)
class Rise:
    """A level of a policy, and whom its words name now."""

    policy: Policy
    rung: Rung
    found: Named

    @property
    def name(self) -> str:
        """How people hear of it: `level 2 of 3 of “the worst”, round 2`."""
        return level_name(self.policy, self.rung)


async def raise_level(uow: UnitOfWork, escalation: Escalation, incident: Incident, rise: Rise) -> None:
    """Call it; on the working clock not before somebody of it works.

    Whoever opened it, made it worse or asked for the level knows of it, and is not called; where nobody else
    is of the first level, that is an acknowledgement.
    """
    policy, rung = rise.policy, rise.rung
    hours = await _hours(uow, rise.found.people)
    opens_at = may_call_at(uow.now, hours, policy.clock)
    if opens_at > uow.now and not escalation.is_by_hand:
        escalation.due_at = opens_at
        return
    by_id, why, is_by_hand = escalation.by_id, escalation.why, escalation.is_by_hand
    is_first = rung == Rung(1, 1) and not is_by_hand and not _has_lapsed(escalation)
    escalation.level, escalation.round = rung.level, rung.round
    escalation.by_id, escalation.why, escalation.is_by_hand = None, "", False
    await end_level(uow, incident.id)
    people = [each for each in rise.found.people if each != by_id]
    if by_id is not None and is_first and rise.found.people == [by_id]:
        escalation.acknowledge(uow.now, by=by_id)
        return
    if not is_first and not is_by_hand:  # who asked for it by hand stands in the ledger already
        uow.record(incident.entry(EntryKind.ESCALATION_RAISED, at=uow.now, name=rise.name))
    if not people:
        await _say_empty(uow, incident, rise)
        escalation.due_at = uow.now
        return
    escalation.due_at = waits_until(uow.now, policy.levels[rung.level - 1].wait, hours, policy.clock)
    remarks = await _because_it_lapsed(uow, escalation)
    if is_first:
        known_at = await people_known_at(uow.session)
        remarks += why_late(known_at, asked_at=escalation.asked_at, now=uow.now)
    summons = await summon(
        uow,
        incident,
        SummonsKind.LEVEL,
        people,
        name=rise.name,
        by_id=by_id if is_by_hand else None,
        why=why,
        due_at=escalation.due_at,
        remarks=[*remarks, *rise.found.remarks],
    )
    await_people(uow, incident, rise.found.awaited, summons=summons)


def level_name(policy: Policy, rung: Rung) -> str:
    """How people hear of a level."""
    turn = f", round {rung.round}" if rung.round > 1 else ""
    return f"level {rung.level} of {len(policy.levels)} of “{policy.name}”{turn}"


async def say_exhausted(uow: UnitOfWork, escalation: Escalation, incident: Incident, policy: Policy) -> None:
    """Everybody was called as often as the policy says: now only a person can help."""
    escalation.exhausted_at, escalation.due_at = uow.now, None
    await end_level(uow, incident.id)
    uow.record(incident.entry(EntryKind.ESCALATION_EXHAUSTED, at=uow.now, text=policy.name))
    await say(uow, incident, "escalation_exhausted", policy=policy.name)
    await redraw(uow, incident)


async def take_step(uow: UnitOfWork, incident: Incident, step: Step, found: Named) -> None:
    """It is bad enough for this."""
    uow.record(incident.entry(EntryKind.ESCALATION_RAISED, at=uow.now, name=step.name))
    if not isinstance(step, Executive):
        await say(uow, incident, "vendor", name=step.name, how=step.how, link=step.link)
    elif found.people:
        summons = await summon(
            uow,
            incident,
            SummonsKind.EXECUTIVE,
            found.people,
            name=step.name,
            remarks=found.remarks,
        )
        await_people(uow, incident, found.awaited, summons=summons)
    else:
        await say(uow, incident, "level_empty", name=step.name, remarks=found.remarks)


async def _say_empty(uow: UnitOfWork, incident: Incident, rise: Rise) -> None:
    """Said once; the next level is called at once, each time."""
    if rise.rung.round == 1:
        await say(uow, incident, "level_empty", name=rise.name, remarks=rise.found.remarks)


def _has_lapsed(escalation: Escalation) -> bool:
    """Whether somebody is sought because an acknowledgement lapsed."""
    return escalation.lapsed_at is not None and escalation.lapsed_at == escalation.asked_at


async def _because_it_lapsed(uow: UnitOfWork, escalation: Escalation) -> list[str]:
    if not _has_lapsed(escalation) or escalation.acknowledged_by_id is None:
        return []
    person = await uow.session.get(Person, escalation.acknowledged_by_id)
    who = person.name if person and person.name else "Somebody"
    return [f"{who} had acknowledged, and nothing was heard since."]


async def _hours(uow: UnitOfWork, people: Sequence[str]) -> list[WorkingHours]:
    """When each of them works; of nobody, when the team does."""
    known = await uow.session.scalars(select(Person).where(Person.user_id.in_(people)))
    zones = {person.user_id: zone_of(person) for person in known}
    return [uow.playbook.working_hours.of(zones.get(user_id)) for user_id in people] or [
        uow.playbook.working_hours.of()
    ]
