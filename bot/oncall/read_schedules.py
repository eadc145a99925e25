"""The tick's look at outside schedules: each is read every few minutes, and used from the database.

The claim of a row decides which replica reads it. What cannot be reached leaves what was read before.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import structlog

from bot.desk import Desk
from bot.integrations.guarded import NotReached
from bot.integrations.schedules.port import Wanted
from bot.oncall.add_once import add_once
from bot.oncall.outside_source import OutsideSource, source_of
from bot.oncall.team_schedule import kept_stretches
from bot.uow import UnitOfWork
from models.on_call import KeptSchedule
from models.rotation import Stretch

log = structlog.get_logger("oncall")

#: How often each is read, and how soon after a failure.
EVERY: Final = timedelta(minutes=5)
AGAIN_AFTER: Final = timedelta(minutes=1)

#: What part of it: a little of what was, for shifts under way, and the coming weeks.
BEFORE: Final = timedelta(days=2)
AHEAD: Final = timedelta(weeks=6)


async def read_schedules(desk: Desk) -> int:
    """Read those that are due; how many were."""
    sources = {team: each for team in desk.playbook.on_call if (each := source_of(desk.playbook, team))}
    if not sources:
        return 0
    async with desk.store.unit() as uow:
        due = [team for team, source in sources.items() if await _claim(uow, team, source)]
    await asyncio.gather(*(_read(desk, team, sources[team]) for team in due))
    return len(due)


async def _claim(uow: UnitOfWork, team: str, source: OutsideSource) -> bool:
    """Whether it is ours to read now; one that the playbook names anew forgets what was kept of another."""
    kept = await uow.session.get(KeptSchedule, team, with_for_update={"skip_locked": True})
    if kept is None:
        return await add_once(uow, KeptSchedule, team=team, source=source.key, look_at=uow.now + EVERY)
    if kept.source != source.key:
        kept.source, kept.stretches, kept.read_at, kept.fault = source.key, None, None, None
    elif kept.look_at > uow.now:
        return False
    kept.look_at = uow.now + EVERY
    return True


async def _read(desk: Desk, team: str, source: OutsideSource) -> None:
    now = desk.clock()
    wanted = Wanted(source.where, now - BEFORE, now + AHEAD, source.zone)
    try:
        stretches = await desk.schedules[source.kind].read(wanted)
    except NotReached as unreached:
        await _keep_fault(desk, team, source, str(unreached))
    else:
        await _keep(desk, team, source, _meant(stretches, source.names))


async def _keep(desk: Desk, team: str, source: OutsideSource, stretches: Sequence[Stretch]) -> None:
    async with desk.store.unit() as uow:
        kept = await uow.session.get_one(KeptSchedule, team, with_for_update=True)
        if kept.source == source.key:
            kept.stretches, kept.read_at, kept.fault = kept_stretches(stretches), uow.now, None


async def _keep_fault(desk: Desk, team: str, source: OutsideSource, fault: str) -> None:
    async with desk.store.unit() as uow:
        kept = await uow.session.get_one(KeptSchedule, team, with_for_update=True)
        if kept.source == source.key:
            if kept.fault is None:
                log.warning("schedule_not_read", team=team, kind=source.kind, why=fault)
            kept.fault, kept.look_at = fault[:500], uow.now + AGAIN_AFTER


def _meant(stretches: Sequence[Stretch], names: Mapping[str, str]) -> list[Stretch]:
    """With the people whom the playbook means by the schedule's own names."""
    meant = {name.strip().casefold(): person for name, person in names.items()}
    return [
        Stretch(
            tuple(meant.get(person.strip().casefold(), person) for person in each.people),
            each.since_at,
            each.until_at,
        )
        for each in stretches
    ]
