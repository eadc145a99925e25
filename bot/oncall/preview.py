"""Who is on call for a team now, and in the coming weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.oncall.find_people import find_people, handles_of
from bot.oncall.on_duty import Duty, duty_by_the_playbook, find_duty
from bot.oncall.team_schedule import TeamSchedule, layered, team_schedules
from bot.playbook import Playbook
from models.errors import UnknownWord
from models.rotation import Shift

#: How far a preview looks, and how many shifts it shows at most.
COMING: Final = timedelta(weeks=4)
MOST: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A team's duty at a moment, and the shifts that follow."""

    at: datetime
    duty: Duty
    coming: tuple[Shift, ...]
    #: Ids by what is written, for the coming shifts, too.
    found: Mapping[str, tuple[str, ...]]
    zone: ZoneInfo
    #: How the playbook would write those whom an override names by id.
    handles: Mapping[str, str] = field(default_factory=dict)


def teams_of(playbook: Playbook) -> list[str]:
    """Every team that the playbook names."""
    return list(dict.fromkeys([*playbook.on_call, *playbook.teams]))


def known_team(playbook: Playbook, written: str) -> str:
    """A team by its name. Raises UnknownWord; where none is named at all, any will do for the fallback."""
    team = written.strip().lower()
    teams = teams_of(playbook)
    if teams and team not in teams:
        nearest = get_close_matches(team, teams, n=1, cutoff=0.6)
        raise UnknownWord("team", written.strip(), teams, nearest[0] if nearest else None)
    return team


def zone_of_team(playbook: Playbook, team: str) -> ZoneInfo:
    """Whose clock a team's hand-offs are on; UTC where it has none."""
    turns = playbook.rotations.get(team, ())
    return turns[0].zone if turns else ZoneInfo("UTC")


async def read_preview(
    session: AsyncSession, playbook: Playbook, team: str, at: datetime, *, now: datetime
) -> Preview:
    """As the playbook and the database have it."""
    duty = await find_duty(session, playbook, team, at, now=now)
    [plan] = await team_schedules(session, playbook, [team], now=now, since_at=at)
    coming = coming_shifts(plan, at)
    names = [*duty.written, *(name for each in coming for name in each.people)]
    taking_turns = {name for turns in playbook.rotations.get(team, ()) for name in turns.people}
    return Preview(
        at=at,
        duty=duty,
        coming=coming,
        found=await find_people(session, names),
        zone=zone_of_team(playbook, team),
        handles=await handles_of(session, [name for name in names if name not in taking_turns]),
    )


def preview_by_the_playbook(playbook: Playbook, team: str, at: datetime) -> Preview:
    """Without a database."""
    duty = duty_by_the_playbook(playbook, team, at)
    coming = coming_shifts(layered(playbook, team, now=at), at)
    return Preview(at=at, duty=duty, coming=coming, found={}, zone=zone_of_team(playbook, team))


def coming_shifts(plan: TeamSchedule, at: datetime, *, most: int = MOST) -> tuple[Shift, ...]:
    """The shifts that begin after this moment; one in which nobody is on is a shift, too."""
    shifts: list[Shift] = []
    for shift in plan.schedule.shifts(at, at + COMING):
        if shift.since_at > at:
            shifts.append(shift)
        if len(shifts) == most:
            break
    return tuple(_without_the_last_gap(shifts))


def _without_the_last_gap(shifts: Sequence[Shift]) -> Sequence[Shift]:
    """That nobody is on after all that is known is no news."""
    return shifts[:-1] if shifts and not shifts[-1].people and shifts[-1].until_at is None else shifts
