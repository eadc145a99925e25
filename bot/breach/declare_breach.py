"""A breach: the incident goes on in a new private channel with named people, and leaves nothing behind.

One transaction: from its commit on nothing says anything of it to the old channel or to anybody outside.
What had been said is emptied afterwards, by items of the outbox.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, select, update

from bot.alerts.load_facts import lock_deciding
from bot.breach.forget_messages import forget_messages
from bot.breach.open_again import open_again
from bot.breach.relieve import relieve
from bot.breach.take_back import take_back
from bot.breach.what_was_said import what_was_said
from bot.channels.notice_members import announce_home
from bot.incidents.close_incident import cancel_hand_offs
from bot.incidents.lock_two import lock_all
from bot.ledger.merged_ids import parts_of
from bot.oncall.answer_call import stop_calling
from bot.outbox.queue import lock_settling
from bot.register.record_issues import redraw_register
from bot.uow import UnitOfWork
from models.breach import LeftChannel, LetIn
from models.errors import FieldRefused, NothingToChange
from models.incident import Incident
from models.outbox import OutboxItem, Priority, Standing
from models.place import Place

#: What takes things back goes on, whatever it is about.
GOES_ON: Final = ("settle_call", "delete_file", "empty_message", "empty_channel", "leave_channel")


async def declare_breach(
    uow: UnitOfWork,
    incident_id: int,
    people: Sequence[str],
    *,
    by_id: str,
    why: str = "",
    seen_version: int | None = None,
) -> Incident:
    """Move it. Raises FieldRefused where nobody is named, NothingToChange where there is nothing to leave."""
    await lock_deciding(uow.session)  # nothing is merged into it meanwhile
    await lock_settling(uow.session)
    parts = await _lock_all(uow, incident_id)
    incident = await uow.incident(incident_id, seen_version=seen_version)
    place = await uow.session.get_one(Place, incident.id, with_for_update=True)
    _require_can_leave(incident, place, people)
    let_in = list(dict.fromkeys(people))
    uow.record(incident.declare_breach(by=by_id, at=uow.now, people=let_in, why=why.strip()))
    for part in parts:  # the same problem, and they tell of the same data
        part.is_private, part.breach_at = True, uow.now
    leaving = [incident, *parts]
    ids = [each.id for each in leaving]
    said = await what_was_said(uow.session, ids)
    await _drop_waiting(uow, ids)
    left = [each for each in [await _leave(uow, each, let_in) for each in leaving] if each is not None]
    await forget_messages(uow, ids)
    await open_again(uow, incident, let_in, by_id=by_id, why=why.strip(), left_id=left[0].id)
    await relieve(uow, incident, let_in)
    await stop_calling(uow, incident)
    await cancel_hand_offs(uow, incident.id)
    await take_back(uow, incident.id, said)
    for each in left:
        await uow.announce(
            "empty_channel", incident=each.incident_id, priority=Priority.STAGE, left_id=each.id
        )
    await _draw_homes(uow, incident)
    await redraw_register(uow)
    return incident


def _require_can_leave(incident: Incident, place: Place, people: Sequence[str]) -> None:
    if not people:
        raise FieldRefused("people", "Nobody would come along.", "Choose who goes on with it.")
    if place.channel_id is None:
        raise NothingToChange(f"The channel of {incident.ref} is not open yet.", "Try again in a moment.")
    if incident.merged_into_id is not None:
        raise NothingToChange(
            f"{incident.ref} ended in another incident, which has all that it had.",
            "Declare the breach there: `/incident breach` in its channel.",
        )


async def _lock_all(uow: UnitOfWork, incident_id: int) -> list[Incident]:
    """All that ended in it, in the order in which everybody locks incidents."""
    numbers = await parts_of(uow.session, incident_id)
    return [each for each in await lock_all(uow, numbers) if each.id != incident_id]


async def _drop_waiting(uow: UnitOfWork, ids: Sequence[int]) -> None:
    """What waits was meant for the old channel; what is on its way right now is taken back as it arrives."""
    waiting = update(OutboxItem).where(
        OutboxItem.incident_id.in_(ids),
        OutboxItem.standing == Standing.WAITING,
        OutboxItem.claimed_by.is_(None),
        OutboxItem.unsure_since.is_(None),
        OutboxItem.kind.not_in(GOES_ON),
    )
    why = "the incident has moved to a private channel"
    await uow.session.execute(waiting.values(standing=Standing.SKIPPED, fault=why))


async def _leave(uow: UnitOfWork, incident: Incident, let_in: Sequence[str]) -> LeftChannel | None:
    """Its place is nowhere for now; until there is one again, whom it lets in sees it."""
    await uow.put(LetIn, *({"incident_id": incident.id, "user_id": each} for each in let_in))
    place = await uow.session.get_one(Place, incident.id)
    channel_id, place.channel_id, place.channel_name = place.channel_id, None, None
    place.open_item_id = place.card_item_id = None
    place.topic = place.unreached_ids = place.trouble = place.members_read_at = None
    if channel_id is None:
        return None
    last: int = await uow.session.scalar(select(func.max(OutboxItem.id))) or 0
    left = LeftChannel(incident_id=incident.id, channel_id=channel_id, left_at=uow.now, last_item_id=last)
    uow.session.add(left)
    await uow.session.flush()
    return left


async def _draw_homes(uow: UnitOfWork, incident: Incident) -> None:
    """App Homes that were drawn since it was declared may show it; they are drawn anew."""
    drawn = select(OutboxItem).where(
        OutboxItem.kind == "publish_home", OutboxItem.created_at >= incident.declared_at
    )
    people: dict[str, Any] = {item.intent["user_id"]: None for item in await uow.session.scalars(drawn)}
    for each in people:
        await announce_home(uow, each)
