"""Override: someone is on call instead of whose turn it is, and all whom it concerns are told."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from sqlalchemy import select, update

from bot.incidents.show_change import tell
from bot.oncall.find_people import find_people
from bot.oncall.team_schedule import team_schedules
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NotAllowed, NotFound
from models.on_call import Override, ToldShift
from models.place import Person

#: Nobody is put on for longer; a change for good belongs into the playbook.
LONGEST: Final = timedelta(days=92)

#: Shifts of a span that are looked at: turns of an hour have many, and the same people again and again.
_MOST_SHIFTS: Final = 500

#: Those relieved who are told of one override.
_MOST_TOLD: Final = 10


async def override(
    uow: UnitOfWork, team: str, person_id: str, *, from_at: datetime, until_at: datetime, by_id: str
) -> Override:
    """Put someone on. Raises FieldRefused, NotAllowed."""
    await require_can_answer(uow, person_id)
    from_at = max(from_at, uow.now)
    if until_at <= from_at:
        raise FieldRefused("until", "It would be over before it begins.", "Choose a later end.")
    if until_at - from_at > LONGEST:
        raise FieldRefused("until", "That is more than three months.", "Change the rotation in the playbook.")
    relieved = await on_call_between(uow, team, from_at, until_at)
    made = Override(
        team=team, person_id=person_id, from_at=from_at, until_at=until_at, by_id=by_id, made_at=uow.now
    )
    uow.session.add(made)
    await uow.session.flush()
    await look_at_shift(uow, team)
    await tell_concerned(uow, made, [person_id, *relieved], "override_made")
    return made


async def end_override(uow: UnitOfWork, override_id: int, *, by_id: str) -> Override:
    """Whose turn it is, is on call again; of a swap both halves end. Raises NotFound, NothingToChange."""
    first, *rest = await halves(uow, override_id)
    for each in (first, *rest):
        if each is first or each.until_at > uow.now:
            each.end(by=by_id, at=uow.now)
    await uow.session.flush()
    returning = [
        person_id
        for each in (first, *rest)
        for person_id in await on_call_between(uow, each.team, max(each.from_at, uow.now), each.until_at)
    ]
    await look_at_shift(uow, first.team)
    concerned = [*(each.person_id for each in (first, *rest)), *returning]
    await tell_concerned(uow, first, concerned, "override_ended")
    return first


async def halves(uow: UnitOfWork, override_id: int) -> Sequence[Override]:
    """The override, and the other half where it is a swap; for this transaction alone. Raises NotFound."""
    asked = await uow.session.get(Override, override_id)
    if asked is None:
        raise NotFound("There is no such override.", "`/incident oncall` shows who is on call.")
    root_id = asked.swap_of_id or asked.id
    both = select(Override).where((Override.id == root_id) | (Override.swap_of_id == root_id))
    rows = (await uow.session.scalars(both.order_by(Override.id).with_for_update())).all()
    return sorted(rows, key=lambda each: each.until_at, reverse=True)


async def on_call_between(uow: UnitOfWork, team: str, from_at: datetime, until_at: datetime) -> list[str]:
    """Whoever is on call at some time between two moments, as things stand."""
    [plan] = await team_schedules(uow.session, uow.playbook, [team], now=uow.now)
    shifts = islice(plan.schedule.shifts(from_at, until_at), _MOST_SHIFTS)
    names = [name for shift in shifts for name in shift.people]
    found = await find_people(uow.session, names)
    return list(dict.fromkeys(person_id for name in names for person_id in found[name]))


async def look_at_shift(uow: UnitOfWork, team: str) -> None:
    """The tick is to see at once who is on now."""
    await uow.session.execute(update(ToldShift).where(ToldShift.team == team).values(look_at=uow.now))


async def tell_concerned(uow: UnitOfWork, made: Override, concerned: Iterable[str], what: str) -> None:
    """By direct message, also to whoever made it: the answer to a command is fleeting."""
    for person_id in list(dict.fromkeys(concerned))[: _MOST_TOLD + 1]:
        await tell(uow, person_id, what, override_id=made.id)


async def require_can_answer(uow: UnitOfWork, person_id: str) -> None:
    """Guests, bots and people who have left cannot be on call. Raises NotAllowed."""
    person = await uow.session.get(Person, person_id)
    if person is not None and (person.is_guest or person.is_bot or person.has_left):
        raise NotAllowed(f"<@{person_id}> cannot be on call here.", "Choose a full member of the workspace.")
