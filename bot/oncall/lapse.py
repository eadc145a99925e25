"""An acknowledgement holds while something is heard; after a long silence it holds no more."""

from datetime import datetime

from sqlalchemy import func, select

from bot.oncall.answer_call import acknowledged
from bot.playbook import Policy
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import zone_of
from models.call import Escalation
from models.escalating import waits_until
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.place import Person
from models.stage_clock import Pause

#: Words that ask for somebody are no sign that somebody is on it.
_NO_ANSWER = (EntryKind.ESCALATION_RAISED, EntryKind.CALL_PLACED)


async def hold_or_lapse(uow: UnitOfWork, escalation: Escalation, incident: Incident, policy: Policy) -> None:
    """Say until when it holds; where that is over, somebody is sought again."""
    if policy.lapse is None or escalation.acknowledged_at is None:
        escalation.due_at = None
        return
    said_at, _ = await _last_word(uow, incident.id)
    paused = select(func.max(Pause.ended_at)).where(Pause.incident_id == incident.id)
    went_on_at = (await uow.session.scalars(paused)).one()
    since = max(at for at in (escalation.acknowledged_at, said_at, went_on_at) if at is not None)
    person_id = escalation.acknowledged_by_id
    person = await uow.session.get(Person, person_id) if person_id else None
    hours = uow.playbook.working_hours.of(zone_of(person))
    escalation.due_at = waits_until(since, policy.lapse, [hours], policy.clock)
    if escalation.due_at > uow.now:
        return
    uow.record(incident.entry(EntryKind.ESCALATION_LAPSED, at=uow.now, person=person_id))
    escalation.lapse(uow.now)


async def is_answered_by_words(uow: UnitOfWork, escalation: Escalation, incident: Incident) -> bool:
    """Whether somebody broke the silence since it was asked about: then they are on it, button or not."""
    if escalation.lapsed_at is None or escalation.lapsed_at != escalation.asked_at:
        return False
    said_at, by_id = await _last_word(uow, incident.id)
    if said_at is None or by_id is None or said_at <= escalation.lapsed_at:
        return False
    await acknowledged(uow, incident, by_id=by_id)
    return True


async def _last_word(uow: UnitOfWork, incident_id: int) -> tuple[datetime | None, str | None]:
    """When a person last added to the ledger, and who."""
    theirs = (
        select(LedgerEntry.recorded_at, LedgerEntry.actor_id)
        .where(
            LedgerEntry.incident_id == incident_id,
            LedgerEntry.actor_id.is_not(None),
            LedgerEntry.kind.not_in(_NO_ANSWER),
        )
        .order_by(LedgerEntry.recorded_at.desc(), LedgerEntry.id.desc())
        .limit(1)
    )
    found = (await uow.session.execute(theirs)).first()
    return (found[0], found[1]) if found else (None, None)
