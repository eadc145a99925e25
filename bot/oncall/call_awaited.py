"""The tick's look at whom words named before people were known: once they are, each is called as was meant.

The claim of the row decides who does it, so any replica may look, and everybody is called once.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, exists, select

from bot.alerts.call_roles import call_roles
from bot.due import claim_with_incident, see_to_each
from bot.incidents.find_roles import role_holders
from bot.incidents.show_change import redraw, say
from bot.oncall.answer_call import locked_escalation
from bot.oncall.await_people import people_known_at, why_late
from bot.oncall.call import summon
from bot.oncall.who_is_named import who_is_named
from bot.uow import Store, UnitOfWork
from models.awaited import AwaitedPeople
from models.call import Call, Summons
from models.fact import PEOPLE_READ, Fact
from models.incident import Incident
from models.outbox import Priority
from models.place import Place
from models.vocabulary import Role, SummonsKind

_KNOWN: Final = exists().where(Fact.name == PEOPLE_READ)

#: Whether anybody is awaited, and people are known by now.
DUE: Final = and_(exists().where(AwaitedPeople.id.is_not(None)), _KNOWN)


async def call_awaited(store: Store, *, room: int = 20) -> int:
    """Call them, or give them their roles; how many rows were seen to."""
    async with store.unit() as uow:
        claimed = await claim_with_incident(uow, AwaitedPeople, _KNOWN, AwaitedPeople.id, room=room)
        return await see_to_each(uow, claimed, _see_to)


async def _see_to(uow: UnitOfWork, awaited: AwaitedPeople, incident: Incident) -> None:
    await uow.session.delete(awaited)
    if not incident.is_open:
        return
    late = why_late(await people_known_at(uow.session), asked_at=awaited.asked_at, now=uow.now)
    if awaited.role is not None:
        await _give_role(uow, incident, awaited.role, awaited.named, late)
    elif awaited.summons_id is not None:
        summons = await uow.session.get_one(Summons, awaited.summons_id)
        await _call(uow, incident, summons, awaited.named, late)


async def _give_role(
    uow: UnitOfWork, incident: Incident, role: Role, named: Sequence[str], late: Sequence[str]
) -> None:
    """Unless somebody has taken it meanwhile."""
    if role in await role_holders(uow.session, incident.id):
        return
    given = await call_roles(uow, incident, dict.fromkeys([role], named[0]), late=" ".join(late))
    if given:
        place = await uow.session.get_one(Place, incident.id)
        await uow.announce(
            "invite_people",
            incident=incident,
            after=place.open_item_id,
            priority=Priority.STAGE,
            people=given,
            unless_there=True,
        )
        await redraw(uow, incident)


async def _call(
    uow: UnitOfWork, incident: Incident, summons: Summons, named: Sequence[str], late: Sequence[str]
) -> None:
    """Those who were not called with the others, unless somebody is on it by now."""
    escalation = await locked_escalation(uow, incident.id)
    is_level = summons.kind is SummonsKind.LEVEL
    if is_level and (escalation is None or escalation.acknowledged_at is not None):
        return
    found = await who_is_named(uow.session, uow.playbook, named, {}, uow.now)
    called = select(Call.person_id).where(Call.summons_id == summons.id)
    there = {summons.by_id, *await uow.session.scalars(called)}
    if people := [each for each in found.people if each not in there]:
        remarks = [*late, *found.remarks]
        due_at = escalation.due_at if is_level and escalation else None
        await summon(uow, incident, summons.kind, people, name=summons.name, due_at=due_at, remarks=remarks)
    elif not found.people:
        await say(uow, incident, "level_empty", name=summons.name, remarks=found.remarks)
