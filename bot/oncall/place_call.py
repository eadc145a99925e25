"""Place one call; where it cannot be delivered take the next way, and after the last one say so."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select

from bot.incidents.show_change import say
from bot.oncall.ways_of import Reached
from bot.uow import UnitOfWork
from models.call import Call, Escalation, Summons
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.vocabulary import CallState, SummonsKind, Way


async def place_call(
    uow: UnitOfWork, incident: Incident, summons: Summons, person_id: str, ways: Sequence[Reached]
) -> Call:
    """By the first of these ways; a drill calls nobody, and shows whom it would have called."""
    (way, to), *others = ways
    call = Call(
        summons_id=summons.id,
        incident_id=incident.id,
        person_id=person_id,
        way=way,
        to=to,
        key=uuid4().hex,
        others=[[other.value, address] for other, address in others],
        state=CallState.PRETENDED if incident.is_drill else CallState.PLACED,
        placed_at=uow.now,
    )
    uow.session.add(call)
    await uow.session.flush()
    if not incident.is_drill:
        await uow.announce(
            "call_by_slack" if way is Way.SLACK else "place_call",
            incident=incident,
            lane=f"person:{person_id}" if way is Way.SLACK else None,
            priority=Priority.CALL,
            call_id=call.id,
        )
    return call


async def call_delivered(uow: UnitOfWork, call_id: int) -> Call:
    """It has arrived; where it was ended meanwhile, that stands."""
    call = await uow.session.get_one(Call, call_id, with_for_update=True)
    call.delivered_at = uow.now
    if call.is_open:
        call.state = CallState.DELIVERED
    await redraw_summons(uow, await uow.session.get_one(Summons, call.summons_id))
    return call


async def call_failed(uow: UnitOfWork, call_id: int, fault: str) -> None:
    """It could not be delivered: the next way is taken at once, and after the last one the next level."""
    call = await uow.session.get_one(Call, call_id)
    # As every press does, the escalation is locked before the call: else the two could wait for each other.
    locked = select(Escalation).where(Escalation.incident_id == call.incident_id).with_for_update()
    escalation = (await uow.session.scalars(locked)).one_or_none()
    await uow.session.refresh(call, with_for_update=True)
    if not call.is_open:
        return
    call.settle(CallState.FAILED, uow.now, fault)
    incident = await uow.session.get_one(Incident, call.incident_id)
    summons = await uow.session.get_one(Summons, call.summons_id)
    uow.record(
        incident.entry(
            EntryKind.CALL_FAILED,
            at=uow.now,
            text=fault,
            person=call.person_id,
            name=call.way.value,
        )
    )
    if call.others:
        await place_call(uow, incident, summons, call.person_id, [_reached(each) for each in call.others])
    else:
        await _out_of_ways(uow, incident, summons, call, escalation)
    await redraw_summons(uow, summons)


async def redraw_summons(uow: UnitOfWork, summons: Summons) -> None:
    """Let the message in the channel say what became of the calls."""
    await uow.announce(
        "edit_summons",
        incident=summons.incident_id,
        after=summons.item_id,
        subject=f"summons:{summons.id}",
        priority=Priority.STAGE,
        summons_id=summons.id,
    )


async def _out_of_ways(
    uow: UnitOfWork, incident: Incident, summons: Summons, call: Call, escalation: Escalation | None
) -> None:
    """Say aloud whom nothing has reached; when that is all of a level, the next one is called now."""
    await uow.session.flush()
    together = (await uow.session.scalars(select(Call).where(Call.summons_id == summons.id))).all()
    if any(each.person_id == call.person_id and each.state is not CallState.FAILED for each in together):
        return
    await say(uow, incident, "call_failed", person_id=call.person_id, fault=call.fault)
    is_level = summons.kind is SummonsKind.LEVEL and summons.ended_at is None
    if is_level and escalation and escalation.due_at and all(_has_failed(each) for each in together):
        escalation.due_at = escalation.look_at = uow.now


def _has_failed(call: Call) -> bool:
    return call.state is CallState.FAILED


def _reached(written: Sequence[str | None]) -> Reached:
    way, to = written
    return Way(way or ""), to
