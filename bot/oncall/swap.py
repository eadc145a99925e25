"""Swap: two people exchange the next shift of each; it is two overrides that end together."""

from datetime import timedelta
from itertools import islice
from typing import Final

from bot.oncall.find_people import find_people
from bot.oncall.override import look_at_shift, require_can_answer, tell_concerned
from bot.oncall.team_schedule import team_schedules
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NotFound
from models.on_call import Override
from models.rotation import Shift

#: How far ahead a shift is sought.
AHEAD: Final = timedelta(days=366)

#: Shifts that are looked at: turns of an hour have more in a year.
_MOST: Final = 1_000


async def swap(uow: UnitOfWork, team: str, other_id: str, *, by_id: str) -> Override:
    """They take mine, I take theirs. Raises FieldRefused, NotAllowed, NotFound."""
    if other_id == by_id:
        raise FieldRefused("user", "Your shifts are yours already.", "Name whom you swap with.")
    await require_can_answer(uow, other_id)
    shifts = await _next_shifts(uow, team, [by_id, other_id])
    first = _half(uow, team, shifts[by_id], other_id, by_id)
    uow.session.add(first)
    await uow.session.flush()
    second = _half(uow, team, shifts[other_id], by_id, by_id)
    second.swap_of_id = first.id
    uow.session.add(second)
    await look_at_shift(uow, team)
    await tell_concerned(uow, first, [by_id, other_id], "override_made")
    return first


async def _next_shifts(uow: UnitOfWork, team: str, people: list[str]) -> dict[str, Shift]:
    """The next shift of each that has not begun yet. Raises NotFound."""
    [plan] = await team_schedules(uow.session, uow.playbook, [team], now=uow.now)
    ahead = list(islice(plan.schedule.shifts(uow.now, uow.now + AHEAD), _MOST))
    found = await find_people(uow.session, {name for shift in ahead for name in shift.people})
    next_of: dict[str, Shift] = {}
    for shift in ahead:
        ids = {person_id for name in shift.people for person_id in found[name]}
        if shift.since_at > uow.now and len(ids) == 1:  # one who shares a shift cannot give it away
            next_of.setdefault(ids.pop(), shift)
    for person_id in people:
        if person_id not in next_of:
            raise NotFound(
                f"<@{person_id}> has no shift of their own ahead for {team}.",
                f"`/incident oncall {team}` shows who has which.",
            )
    return next_of


def _half(uow: UnitOfWork, team: str, shift: Shift, person_id: str, by_id: str) -> Override:
    return Override(
        team=team,
        person_id=person_id,
        from_at=shift.since_at,
        until_at=shift.until_at or shift.since_at + AHEAD,
        by_id=by_id,
        made_at=uow.now,
    )
