"""Who is on duty for a team, and why: never nobody, as long as anybody at all is named to stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.oncall.find_people import Found, find_people
from bot.oncall.team_schedule import TeamSchedule, layered, team_schedules
from bot.playbook import Playbook
from models.rotation import Shift

#: Who stands in, and why it is they.
StandIn = tuple[Sequence[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who answers for a team at a moment."""

    team: str
    people_ids: tuple[str, ...]
    #: How the playbook, or the schedule, writes them.
    written: tuple[str, ...]
    #: None: nothing is known to change.
    until_at: datetime | None
    #: Words for people, without a capital letter or a full stop.
    because: str
    #: Nobody is on call by any schedule: these stand in, and it is to be said.
    is_fallback: bool


async def on_duty(desk: Desk, team: str, at: datetime) -> Duty:
    """Ask the playbook and the database; nothing outside is asked."""
    async with desk.store.reading() as session:
        return await find_duty(session, desk.playbook, team, at, now=desk.clock())


async def everyone_on_duty(session: AsyncSession, playbook: Playbook, at: datetime) -> list[str]:
    """Those who are on call for any team, by a schedule; nobody where no schedule has anybody."""
    plans = await team_schedules(session, playbook, list(playbook.on_call), now=at)
    written = [person for plan in plans for person in plan.schedule.at(at).people]
    found = await find_people(session, written)
    return list(dict.fromkeys(person_id for name in written for person_id in found[name]))


async def find_duty(
    session: AsyncSession, playbook: Playbook, team: str, at: datetime, *, now: datetime
) -> Duty:
    """The same with a session at hand."""
    plan, *others = await team_schedules(session, playbook, _asked(playbook, team), now=now, since_at=at)
    shift = plan.schedule.at(at)
    standing_in = list(_standing_in(playbook, plan, others, at))
    named = [*shift.people, *(name for names, _ in standing_in for name in names)]
    return duty_of(plan, shift, standing_in, await find_people(session, named))


def duty_by_the_playbook(playbook: Playbook, team: str, at: datetime) -> Duty:
    """Without a database: what it knows is unknown, and names are taken at their word."""
    plan, *others = (layered(playbook, each, now=at) for each in _asked(playbook, team))
    return duty_of(plan, plan.schedule.at(at), list(_standing_in(playbook, plan, others, at)), None)


def duty_of(plan: TeamSchedule, shift: Shift, standing_in: Sequence[StandIn], found: Found | None) -> Duty:
    """Whoever is on, else the first who stand in and can act. `found` is none where nobody can be known."""
    lost = f"{', '.join(shift.people)} cannot be reached in Slack" if shift.people else ""
    doubts = [each for each in (lost, plan.doubt) if each]
    if shift.layer is not None and (found is None or _ids(shift.people, found)):
        why = plan.because[shift.layer] + (f"; {plan.doubt}" if plan.doubt else "")
        return _duty(plan, shift, shift.people, why, found, is_fallback=False)
    for names, why in standing_in:
        if names and (found is None or _ids(names, found)):
            return _duty(plan, shift, names, "; ".join([*doubts, why]), found, is_fallback=True)
    why = "nobody stands in either: name `responders` in the playbook"
    return _duty(plan, shift, (), "; ".join([*doubts, why]), found, is_fallback=True)


def _duty(
    plan: TeamSchedule,
    shift: Shift,
    names: Sequence[str],
    because: str,
    found: Found | None,
    *,
    is_fallback: bool,
) -> Duty:
    return Duty(
        team=plan.team,
        people_ids=_ids(names, found) if found is not None else (),
        written=tuple(names),
        until_at=shift.until_at,
        because=because,
        is_fallback=is_fallback,
    )


def _asked(playbook: Playbook, team: str) -> list[str]:
    """The team, and the one that stands in."""
    other = playbook.fallback.team
    return [team] if other in {None, team} else [team, str(other)]


def _standing_in(
    playbook: Playbook, plan: TeamSchedule, others: Sequence[TeamSchedule], at: datetime
) -> Iterator[StandIn]:
    """Who stands in, one after the other: the team's people, the fallback and its team, the responders."""
    nobody = f"nobody is on call for {plan.team} now"
    if plan.team not in playbook.on_call:
        nobody = f"{plan.team or 'the playbook'} has no rotation"
    if (team := playbook.teams.get(plan.team)) is not None:
        yield team.people, f"{nobody}, so all of its people are called"
    so = f"{nobody}, so the fallback is called"
    for other in others:
        yield other.schedule.at(at).people, so
        yield playbook.teams[other.team].people, so
    stewards = (playbook.fallback.technical_steward, playbook.fallback.business_steward)
    yield tuple(each for each in stewards if each), so
    yield playbook.responders, f"{nobody}, so the responders are called"


def _ids(names: Sequence[str], found: Found) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person_id for name in names for person_id in found.get(name, ())))
