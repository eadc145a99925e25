"""Call people into an incident: each by the first of their ways, and the channel is told of all of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.blocks.oncall.call_forms import LONGEST_WHY
from bot.incidents.post_in_channel import post_in_channel
from bot.oncall.place_call import place_call
from bot.oncall.ways_of import ways_of
from bot.uow import UnitOfWork
from models.call import Summons
from models.errors import FieldRefused
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.place import Person, Place
from models.vocabulary import SummonsKind, Way

#: How many are called together; a whole company is no answer.
MOST: Final = 20


async def call(
    uow: UnitOfWork,
    incident: Incident,
    people: Sequence[str],
    *,
    why: str = "",
    by_id: str | None = None,
    name: str = "",
    remarks: Iterable[str] = (),
) -> Summons:
    """Call these people, by their ids; `name` says whom that is, where it is more than their names.

    Raises AlreadyClosed, FieldRefused, and LooksLikeData where the reason holds data.
    """
    incident.require_open()
    why = " ".join(why.split())
    if len(why) > LONGEST_WHY:
        raise FieldRefused("why", f"The reason has {len(why)} characters.", f"Keep it within {LONGEST_WHY}.")
    if by_id is not None:
        require_no_data(why, incident_id=incident.id, kind=EntryKind.CALL_PLACED)
    return await summon(
        uow, incident, SummonsKind.PAGE, people, name=name, why=why, by_id=by_id, remarks=remarks
    )


async def summon(
    uow: UnitOfWork,
    incident: Incident,
    kind: SummonsKind,
    people: Sequence[str],
    *,
    name: str,
    why: str = "",
    by_id: str | None = None,
    due_at: datetime | None = None,
    remarks: Iterable[str] = (),
) -> Summons:
    """Call them together: one message in the channel shows what becomes of every call."""
    summons = Summons(
        incident_id=incident.id,
        kind=kind,
        name=name,
        by_id=by_id,
        why=why,
        began_at=uow.now,
        due_at=due_at,
        remarks=list(remarks),
    )
    uow.session.add(summons)
    await uow.session.flush()
    called = await _callable(uow, people)
    for person_id, person in called.items():
        await _call_one(uow, incident, summons, person_id, person)
    await _bring_in(uow, incident, summons, list(called))
    uow.record(
        incident.entry(
            EntryKind.CALL_PLACED, at=uow.now, by=by_id, text=why, people=list(called), name=name or None
        )
    )
    await _show(uow, incident, summons)
    return summons


async def _callable(uow: UnitOfWork, people: Iterable[str]) -> dict[str, Person | None]:
    """Each once, in their order, and nobody who has left; also those of whom Slack has not told yet."""
    ids = list(dict.fromkeys(people))[:MOST]
    known = {
        person.user_id: person
        for person in await uow.session.scalars(select(Person).where(Person.user_id.in_(ids)))
    }
    return {
        user_id: known.get(user_id)
        for user_id in ids
        if user_id not in known or not (known[user_id].is_bot or known[user_id].has_left)
    }


async def _call_one(
    uow: UnitOfWork, incident: Incident, summons: Summons, person_id: str, person: Person | None
) -> None:
    """By the first way; and by Slack in any case, for there is the button to answer with."""
    ways = ways_of(uow.playbook, person_id, person, uow.now)
    by_order = ways if ways[0][0] is Way.SLACK else [each for each in ways if each[0] is not Way.SLACK]
    await place_call(uow, incident, summons, person_id, by_order)
    if ways[0][0] is not Way.SLACK:
        await place_call(uow, incident, summons, person_id, [(Way.SLACK, None)])


async def _bring_in(uow: UnitOfWork, incident: Incident, summons: Summons, people: list[str]) -> None:
    """Into the channel; into a private one only whom somebody of it asked for."""
    is_asked_for = summons.kind is SummonsKind.PAGE and summons.by_id is not None
    if not people or incident.is_drill or (incident.is_private and not is_asked_for):
        return
    place = await uow.session.get_one(Place, incident.id)
    await uow.announce(
        "invite_people",
        incident=incident,
        after=place.open_item_id,
        priority=Priority.STAGE,
        people=people,
        unless_there=True,
    )


async def _show(uow: UnitOfWork, incident: Incident, summons: Summons) -> None:
    item = await post_in_channel(uow, incident, "post_summons", priority=Priority.CALL, summons_id=summons.id)
    summons.item_id = item.id
