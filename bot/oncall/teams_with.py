"""For which teams someone takes turns: what is meant when a command names no team."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.oncall.find_people import find_people
from bot.oncall.team_schedule import stretches_in
from bot.playbook import Playbook
from models.on_call import KeptSchedule


async def teams_with(session: AsyncSession, playbook: Playbook, person_id: str) -> list[str]:
    """The teams among whose people they are, in any rotation or outside schedule."""
    kept = {each.team: each for each in await session.scalars(select(KeptSchedule))}
    named = {team: list(_named(playbook, team, kept.get(team))) for team in playbook.on_call}
    found = await find_people(session, [name for names in named.values() for name in names])
    return [team for team, names in named.items() if any(person_id in found[name] for name in names)]


def _named(playbook: Playbook, team: str, kept: KeptSchedule | None) -> Iterator[str]:
    for turns in playbook.rotations[team]:
        yield from turns.people
    for stretch in stretches_in(kept.stretches or []) if kept else ():
        yield from stretch.people
    if team in playbook.teams:
        yield from playbook.teams[team].people
