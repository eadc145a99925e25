"""The tick's look at escalations: the next level, an executive, a vendor, an acknowledgement that has lapsed.

The claim of the row decides who does it, so any replica may look, and everybody is called once.
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import bindparam, select

from bot.incidents.find_roles import role_holders
from bot.oncall.answer_call import stop_calling, withdraw_level
from bot.oncall.await_people import LOOK_AFTER, must_wait
from bot.oncall.lapse import hold_or_lapse, is_answered_by_words
from bot.oncall.plan_escalation import Plan, due_steps, look_again_at, plan_of
from bot.oncall.raise_level import Rise, raise_level, say_exhausted, take_step
from bot.oncall.who_is_named import Named, who_is_named
from bot.stages.read_pause import open_pause
from bot.uow import Store, UnitOfWork
from models.call import Escalation
from models.incident import Incident

log = structlog.get_logger("oncall")

#: Escalations looked at before others get their turn.
ROOM: Final = 100

#: Which escalations are to be looked at.
DUE: Final = Escalation.look_at <= bindparam("now")

#: One that could not be looked at is looked at again after so long.
TRY_AGAIN_AFTER: Final = timedelta(minutes=1)


async def escalate_due(store: Store, *, room: int = ROOM) -> int:
    """Do what is due now, for up to `room` incidents, each in a transaction of its own; how many it were."""
    due = select(Escalation.incident_id).where(DUE).order_by(Escalation.look_at).limit(room)
    async with store.reading() as session:
        ids = (await session.scalars(due, {"now": store.clock()})).all()
    return sum([await _safely(store, incident_id) for incident_id in ids])


async def _safely(store: Store, incident_id: int) -> bool:
    try:
        async with store.unit() as uow:
            return await _look_at(uow, incident_id)
    except Exception:  # the loop top of one escalation: what is odd in it holds up no other
        log.exception("escalating_failed", incident=incident_id)
    async with store.unit() as uow:
        escalation = await uow.session.get(Escalation, incident_id, with_for_update=True)
        if escalation is not None:
            escalation.look_at = uow.now + TRY_AGAIN_AFTER
    return False


async def _look_at(uow: UnitOfWork, incident_id: int) -> bool:
    """Lock both, as every press does; what another replica or a person has right now comes up again."""
    claim = (
        select(Escalation, Incident)
        .join(Incident, Incident.id == Escalation.incident_id)
        .where(Escalation.incident_id == incident_id, Escalation.look_at <= uow.now)
        .with_for_update(skip_locked=True, key_share=True)
    )
    row = (await uow.session.execute(claim)).one_or_none()
    if row is None:
        return False
    escalation, incident = row
    if not incident.is_open:
        await stop_calling(uow, incident)
        return True
    held = await open_pause(uow.session, incident.id)
    if held is not None and escalation.acknowledged_at is not None:
        # Who paused it has said when something will be heard; one that is over is about to be ended.
        escalation.look_at = max(held.until_at, uow.now + TRY_AGAIN_AFTER)
        return True
    plan = plan_of(escalation, incident, uow.playbook, uow.now)
    await _levels(uow, escalation, incident, plan)
    await _steps(uow, escalation, incident)
    return True


async def _levels(uow: UnitOfWork, escalation: Escalation, incident: Incident, plan: Plan) -> None:
    if plan.policy is None:
        escalation.due_at = None
        await withdraw_level(uow, incident.id)
        return
    if escalation.acknowledged_at is None:
        await _seek(uow, escalation, incident, plan)
    if escalation.acknowledged_at is not None:
        await hold_or_lapse(uow, escalation, incident, plan.policy)


async def _seek(uow: UnitOfWork, escalation: Escalation, incident: Incident, plan: Plan) -> None:
    """Nobody has acknowledged: the next level is called, if it is time."""
    if plan.policy is None or await is_answered_by_words(uow, escalation, incident):
        return
    if plan.rung is not None:
        found = await _named(uow, incident, plan.names)
        others = {each for each in found.people if each != escalation.by_id}
        if must_wait(found.awaited, others, asked_at=escalation.asked_at, now=uow.now):
            escalation.due_at = uow.now + LOOK_AFTER
            return
        await raise_level(uow, escalation, incident, Rise(plan.policy, plan.rung, found))
    elif plan.is_exhausted:
        await say_exhausted(uow, escalation, incident, plan.policy)


async def _steps(uow: UnitOfWork, escalation: Escalation, incident: Incident) -> None:
    """Executives and vendors; whoever is not known yet is looked for again."""
    look_soon = []
    for step in due_steps(escalation, incident, uow.playbook, uow.now):
        found = await _named(uow, incident, getattr(step, "call", ()))
        if found.awaited and not found.people:
            look_soon = [uow.now + LOOK_AFTER]
            continue
        await take_step(uow, incident, step, found)
        escalation.steps = [*escalation.steps, step.name]
    again_at = look_again_at(escalation, incident, uow.playbook)
    escalation.look_at = max([again_at, *look_soon]) if again_at else None


async def _named(uow: UnitOfWork, incident: Incident, words: tuple[str, ...]) -> Named:
    holders = await role_holders(uow.session, incident.id)
    return await who_is_named(uow.session, uow.playbook, words, holders, uow.now)
