"""Hand a role over: offered with a note, held by the old holder until it is accepted."""

from sqlalchemy import select

from bot.incidents.assign_role import assign
from bot.incidents.find_roles import role_holders
from bot.incidents.show_change import redraw, say, tell
from bot.uow import UnitOfWork
from models.errors import NotAllowed, NotFound, NothingToChange
from models.incident import HandOff
from models.ledger import EntryKind
from models.vocabulary import Role, label


async def offer(
    uow: UnitOfWork, incident_id: int, role: Role, *, to_id: str, by_id: str, note: str = ""
) -> HandOff:
    """Offer a role to someone. Raises NothingToChange when nobody holds it, or they do already."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    holder_id = (await role_holders(uow.session, incident.id)).get(role)
    if holder_id is None:
        raise NothingToChange(
            f"Nobody is {label(role)} of {incident.ref}.", f"Assign it: `/incident role {role} @someone`."
        )
    if holder_id == to_id:
        raise NothingToChange(f"That person is already {label(role)}.", "Choose someone else.")
    hand_off = HandOff(
        incident_id=incident.id, role=role, from_id=holder_id, to_id=to_id, note=note, offered_at=uow.now
    )
    uow.session.add(hand_off)
    await uow.session.flush()
    uow.record(
        incident.entry(EntryKind.HANDOFF_OFFERED, at=uow.now, by=by_id, text=note, role=role, person=to_id)
    )
    await redraw(uow, incident)
    await tell(uow, to_id, "handoff_offer", incident=incident, hand_off_id=hand_off.id)
    await say(uow, incident, "handoff_offered", hand_off_id=hand_off.id)
    return hand_off


async def answer(uow: UnitOfWork, hand_off_id: int, *, by_id: str, accepts: bool) -> HandOff:
    """Accept or decline an offer, which only the one it was made to can do.

    Raises NotFound, NotAllowed, NothingToChange.
    """
    query = select(HandOff).where(HandOff.id == hand_off_id).with_for_update(key_share=True)
    hand_off = (await uow.session.scalars(query)).one_or_none()
    if hand_off is None:
        raise NotFound("There is no such hand-off.", "Look at the card for who holds which role.")
    if hand_off.to_id != by_id:
        raise NotAllowed("This hand-off was offered to someone else.", "Take the role on the card instead.")
    if hand_off.answered_at is not None:
        raise NothingToChange(
            "This hand-off was answered already.", "Look at the card for who holds the role."
        )
    hand_off.answered_at, hand_off.accepted = uow.now, accepts
    incident = await uow.incident(hand_off.incident_id)
    incident.require_open()
    kind = EntryKind.HANDOFF_ACCEPTED if accepts else EntryKind.HANDOFF_DECLINED
    uow.record(
        incident.entry(kind, at=uow.now, by=by_id, role=hand_off.role, person=by_id, before=hand_off.from_id)
    )
    if accepts:
        await assign(uow, incident.id, hand_off.role, by_id, by_id=hand_off.from_id)
    else:
        await redraw(uow, incident)
        await tell(uow, hand_off.from_id, "handoff_declined", incident=incident, hand_off_id=hand_off.id)
    return hand_off
