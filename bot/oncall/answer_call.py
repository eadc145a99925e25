"""A call is answered, or an incident acknowledged: who else was called for it is asked nothing more."""

from collections.abc import Collection, Iterable, Sequence, Set
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.show_change import redraw
from bot.oncall.place_call import redraw_summons
from bot.uow import UnitOfWork
from models.call import Call, Escalation, Summons
from models.errors import NotAllowed, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.vocabulary import CallState, SummonsKind, Way

#: Whoever acknowledges ends these for all; whom a person asked for still has to answer.
_ENDED_BY_ANYBODY: Final = frozenset({SummonsKind.LEVEL, SummonsKind.EXECUTIVE})


async def answer_call(uow: UnitOfWork, call_id: int, *, by_id: str) -> Call:
    """Whoever was called is on it. Raises NotAllowed, NothingToChange, AlreadyClosed."""
    call = await require_ones_own(uow.session, call_id, by_id)
    incident = await uow.incident(call.incident_id)
    incident.require_open()
    await uow.session.refresh(call)
    if call.state in {CallState.ANSWERED, CallState.WITHDRAWN}:
        raise NothingToChange("That is answered already.", "Nothing more is needed.")
    await _answer(uow, incident, call)
    return call


async def by_incident(session: AsyncSession, keys: Collection[str]) -> Sequence[str]:
    """Those of these keys that are calls of ours, in the order in which incidents are locked."""
    if not keys:
        return ()
    ours = select(Call.key).where(Call.key.in_(keys)).order_by(Call.incident_id, Call.id)
    return (await session.scalars(ours)).all()


async def answer_by_key(uow: UnitOfWork, key: str) -> bool:
    """Where they were called they answered; whether that was still asked."""
    call = (await uow.session.scalars(select(Call).where(Call.key == key))).one_or_none()
    if call is None or not call.is_open:
        return False
    incident = await uow.incident(call.incident_id)
    await uow.session.refresh(call)
    if not incident.is_open or not call.is_open:
        return False
    await _answer(uow, incident, call)
    return True


async def require_ones_own(session: AsyncSession, call_id: int, user_id: str) -> Call:
    """The call, where it is theirs to answer. Raises NotAllowed, in the same words where there is none."""
    call = await session.get(Call, call_id)
    if call is None or call.person_id != user_id:
        raise NotAllowed("This call is not yours to answer.", "Acknowledge the incident on its card.")
    return call


async def _answer(uow: UnitOfWork, incident: Incident, call: Call) -> None:
    await acknowledged(uow, incident, by_id=call.person_id, answered=call)
    if incident.acknowledged_at is None:
        uow.record(incident.acknowledge(by=call.person_id, at=uow.now))
        await redraw(uow, incident)


async def acknowledged(
    uow: UnitOfWork, incident: Incident, *, by_id: str, answered: Call | None = None
) -> bool:
    """Somebody is on it: escalation rests, and their own calls are answered. Whether anybody was sought."""
    escalation = await locked_escalation(uow, incident.id)
    was_sought = escalation is not None and escalation.acknowledged_at is None and bool(escalation.level)
    if escalation is not None and escalation.acknowledged_at is None:
        escalation.acknowledge(uow.now, by=by_id)
    calls = await _open_calls(uow, incident.id)
    theirs = [call for call in calls if call.person_id == by_id] + ([answered] if answered else [])
    for call in dict.fromkeys(theirs):
        call.settle(CallState.ANSWERED, uow.now)
    if theirs:
        uow.record(incident.entry(EntryKind.CALL_ANSWERED, at=uow.now, by=by_id))
    ended = await _end(uow, incident.id, calls, _ENDED_BY_ANYBODY, by_id=by_id)
    await _tell(uow, {*theirs, *ended}, "answered")
    return was_sought


async def look_soon(uow: UnitOfWork, incident: Incident) -> None:
    """Something that escalation hangs on has changed."""
    escalation = await locked_escalation(uow, incident.id)
    if escalation is not None and incident.is_open:
        escalation.look_at = uow.now


async def stop_calling(uow: UnitOfWork, incident: Incident) -> None:
    """It is closed, or part of another one: nobody is asked any more, and what rings falls silent."""
    escalation = await locked_escalation(uow, incident.id)
    if escalation is not None:
        escalation.stop()
    calls = await _open_calls(uow, incident.id)
    for call in calls:
        call.settle(CallState.WITHDRAWN, uow.now)
    for summons in await _open_summonses(uow, incident.id):
        await _close(uow, summons, by_id=None)
    rang = select(Call).where(
        Call.incident_id == incident.id, Call.way == Way.PAGERDUTY, Call.delivered_at.is_not(None)
    )
    await _tell(uow, {*calls, *(await uow.session.scalars(rang))}, "over")


async def withdraw_level(uow: UnitOfWork, incident_id: int) -> None:
    """No policy asks for it any more: who was called by one is asked nothing more."""
    calls = await _open_calls(uow, incident_id)
    ended = await _end(uow, incident_id, calls, {SummonsKind.LEVEL}, by_id=None)
    await _tell(uow, ended, "over")


async def end_level(uow: UnitOfWork, incident_id: int) -> None:
    """The wait for a level is over; who was called may still answer."""
    for summons in await _open_summonses(uow, incident_id):
        if summons.kind is SummonsKind.LEVEL:
            await _close(uow, summons, by_id=None)


async def locked_escalation(uow: UnitOfWork, incident_id: int) -> Escalation | None:
    """The escalation of an incident, to change it."""
    found = select(Escalation).where(Escalation.incident_id == incident_id).with_for_update()
    return (await uow.session.scalars(found)).one_or_none()


async def _end(
    uow: UnitOfWork,
    incident_id: int,
    calls: Sequence[Call],
    kinds: Set[SummonsKind],
    *,
    by_id: str | None,
) -> list[Call]:
    """End what was asked by summonses of these kinds, and show the others as they stand now; which calls."""
    asked = (await uow.session.scalars(select(Summons).where(Summons.incident_id == incident_id))).all()
    of_these = {summons.id for summons in asked if summons.kind in kinds}
    ended = [call for call in calls if call.is_open and call.summons_id in of_these]
    for call in ended:
        call.settle(CallState.WITHDRAWN, uow.now)
    still_asked = {call.summons_id for call in calls if call.is_open}
    for summons in asked:
        is_over = summons.kind in kinds or (by_id is not None and summons.id not in still_asked)
        if summons.ended_at is None and is_over:
            await _close(uow, summons, by_id=by_id)
        elif summons.id in still_asked:
            await redraw_summons(uow, summons)
    return ended


async def _close(uow: UnitOfWork, summons: Summons, *, by_id: str | None) -> None:
    summons.ended_at, summons.ended_by_id = uow.now, by_id
    await redraw_summons(uow, summons)


async def _tell(uow: UnitOfWork, calls: Iterable[Call], ending: str) -> None:
    """Take the buttons off direct messages, and let what rings fall silent."""
    for call in sorted(calls, key=lambda each: each.id):
        await tell_settled(uow, call, ending)


async def tell_settled(uow: UnitOfWork, call: Call, ending: str) -> None:
    """Say it where the call was delivered; what is still on its way hears of it when it arrives."""
    if call.delivered_at is None:
        return
    if call.way is Way.SLACK and call.message_ts:
        await uow.announce(
            "edit_call",
            incident=call.incident_id,
            subject=f"call:{call.id}",
            priority=Priority.STAGE,
            call_id=call.id,
        )
    elif call.way is Way.PAGERDUTY:
        await uow.announce(
            "settle_call",
            incident=call.incident_id,
            lane=f"call:{call.id}",
            priority=Priority.STAGE,
            call_id=call.id,
            ending=ending,
        )


async def _open_calls(uow: UnitOfWork, incident_id: int) -> Sequence[Call]:
    waiting = select(Call).where(
        Call.incident_id == incident_id, Call.state.in_([CallState.PLACED, CallState.DELIVERED])
    )
    return (await uow.session.scalars(waiting.order_by(Call.id).with_for_update())).all()


async def _open_summonses(uow: UnitOfWork, incident_id: int) -> Sequence[Summons]:
    going_on = select(Summons).where(Summons.incident_id == incident_id, Summons.ended_at.is_(None))
    return (await uow.session.scalars(going_on.order_by(Summons.id))).all()
