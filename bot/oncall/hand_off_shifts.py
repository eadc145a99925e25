"""The tick's look at who is on call: when that changes, both sides hear what is open, and hear it once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import select

from bot.database import is_away
from bot.incidents.show_change import tell
from bot.oncall.add_once import add_once
from bot.oncall.find_people import find_people
from bot.oncall.team_schedule import team_schedules
from bot.uow import Store, UnitOfWork
from models.on_call import ToldShift
from models.outbox import Priority

log = structlog.get_logger("oncall")

#: How long a look may be put off: playbooks and outside schedules change without a word.
AT_LEAST_EVERY: Final = timedelta(minutes=5)


async def hand_off_shifts(store: Store) -> int:
    """See to the teams that are due; how many were."""
    teams = list(store.playbook.on_call)
    if not teams:
        return 0
    async with store.reading() as session:
        looks = dict(iter(await session.execute(select(ToldShift.team, ToldShift.look_at))))
    now = store.clock()
    aside = store.laid_aside.keys(ToldShift, now)
    due = [team for team in teams if team not in aside and (team not in looks or looks[team] <= now)]
    for team in due:
        await _safely(store, team)
    return len(due)


async def _safely(store: Store, team: str) -> None:
    try:
        async with store.unit() as uow:
            await _see_to(uow, team)
    except Exception as fault:  # the loop top of one team: what is odd in its schedule holds up no other
        if is_away(fault):
            raise
        log.exception("handing_off_failed", team=team)
        store.laid_aside.lay(ToldShift, team, store.clock())


async def _see_to(uow: UnitOfWork, team: str) -> None:
    """Compare who is on with who was; the row is locked, and its own time says whether it was done."""
    told = await uow.session.get(ToldShift, team, with_for_update={"skip_locked": True})
    if told is not None and told.look_at > uow.now:
        return
    [plan] = await team_schedules(uow.session, uow.playbook, [team], now=uow.now)
    shift = plan.schedule.at(uow.now)
    found = await find_people(uow.session, shift.people)
    on_now = list(dict.fromkeys(person_id for name in shift.people for person_id in found[name]))
    look_at = min(shift.until_at or uow.now + AT_LEAST_EVERY, uow.now + AT_LEAST_EVERY)
    if told is None:
        await add_once(uow, ToldShift, team=team, people_ids=on_now, since_at=uow.now, look_at=look_at)
        return
    told.look_at = look_at
    if set(on_now) == set(told.people_ids) or (plan.doubt and not on_now):
        return  # a schedule that cannot be read ends nobody's shift
    before, told.people_ids, told.since_at = told.people_ids, on_now, uow.now
    await _tell(uow, team, before, on_now, shift.until_at)


async def _tell(
    uow: UnitOfWork, team: str, before: Sequence[str], on_now: Sequence[str], until_at: datetime | None
) -> None:
    log.info("shift_changed", team=team, before=list(before), now=list(on_now))
    until = until_at.isoformat() if until_at else None
    for person_id in on_now:
        if person_id not in before:
            others = [each for each in before if each not in on_now]
            await _tell_one(uow, person_id, team, others, until, begins=True)
    for person_id in before:
        if person_id not in on_now:
            await _tell_one(uow, person_id, team, on_now, until, begins=False)
    if on_now and team in uow.playbook.teams and uow.playbook.teams[team].channel:
        facts: dict[str, Any] = {"team": team, "people": list(on_now), "until": until}
        await uow.announce("post_shift", lane=f"shifts:{team}", priority=Priority.NOTICE, **facts)


async def _tell_one(
    uow: UnitOfWork, person_id: str, team: str, others: Sequence[str], until: str | None, *, begins: bool
) -> None:
    facts: dict[str, Any] = {"team": team, "others": list(others), "until": until, "begins": begins}
    await tell(uow, person_id, "shift", priority=Priority.NOTICE, **facts)
