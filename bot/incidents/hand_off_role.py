"""Hand a role over: offered with a note, held by the old holder until it is accepted."""

from bot.channels.notice_members import known_members
from bot.incidents.assign_role import assign, require_can_hold
from bot.incidents.find_roles import role_holders
from bot.incidents.show_change import redraw, say, tell
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NotAllowed, NotFound, NothingToChange
from models.incident import HandOff, Incident
from models.ledger import EntryKind
from models.place import Place
from models.vocabulary import Role, label


async def offer(
    uow: UnitOfWork, incident_id: int, role: Role, *, to_id: str, by_id: str, note: str = ""
) -> HandOff:
    """Offer a role to someone. Raises FieldRefused, NothingToChange when nobody holds it, or they do."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    holder_id = (await role_holders(uow.session, incident.id)).get(role)
    if holder_id is None:
        raise NothingToChange(
            f"Nobody is {label(role)} of {incident.ref}.", f"Assign it: `/incident role {role} @someone`."
        )
    if holder_id == to_id:
        raise NothingToChange(f"That person is already {label(role)}.", "Choose someone else.")
    await require_can_hold(uow, to_id, field="to")
    await _require_sees(uow, incident, to_id)
    hand_off = HandOff(
        incident_id=incident.id, role=role, from_id=holder_id, to_id=to_id, note=note, offered_at=uow.now
    )
    uow.session.add(hand_off)
    await uow.session.flush()
    uow.record(
        incident.entry(
            EntryKind.HANDOFF_OFFERED,
            at=uow.now,
            by=by_id,
            text=note,
            role=role,
            person=to_id,
            hand_off=hand_off.id,
        )
    )
    await redraw(uow, incident)
    await tell(uow, to_id, "handoff_offer", incident=incident, hand_off_id=hand_off.id)
    await say(uow, incident, "handoff_offered", hand_off_id=hand_off.id)
    return hand_off


async def answer(uow: UnitOfWork, hand_off_id: int, *, by_id: str, accepts: bool) -> HandOff:
    """Accept or decline an offer, which only the one it was made to can do.

    Raises NotFound, NotAllowed, NothingToChange.
    """
    hand_off = await uow.session.get(HandOff, hand_off_id)
    if hand_off is None:
        raise NotFound("There is no such hand-off.", "Look at the card for who holds which role.")
    if hand_off.to_id != by_id:
        raise NotAllowed("This hand-off was offered to someone else.", "Take the role on the card instead.")
    # The incident first, as everywhere: two orders of locking would wait for each other.
    incident = await uow.incident(hand_off.incident_id)
    incident.require_open()
    await uow.session.refresh(hand_off, with_for_update=True)
    await _require_stands(uow, hand_off)
    hand_off.answered_at, hand_off.accepted = uow.now, accepts
    kind = EntryKind.HANDOFF_ACCEPTED if accepts else EntryKind.HANDOFF_DECLINED
    uow.record(
        incident.entry(
            kind,
            at=uow.now,
            by=by_id,
            role=hand_off.role,
            person=by_id,
            before=hand_off.from_id,
            hand_off=hand_off.id,
        )
    )
    if accepts:
        await assign(uow, incident.id, hand_off.role, by_id, by_id=hand_off.from_id)
        await _tell_stewards(uow, incident, hand_off)
    else:
        await redraw(uow, incident)
        await say(uow, incident, "handoff_offered", hand_off_id=hand_off.id)
        await tell(uow, hand_off.from_id, "handoff_declined", incident=incident, hand_off_id=hand_off.id)
    return hand_off


async def _tell_stewards(uow: UnitOfWork, incident: Incident, hand_off: HandOff) -> None:
    """Whoever answers for the data knows whom to ask from now on."""
    holders = await role_holders(uow.session, incident.id)
    stewards = {holders.get(Role.BUSINESS_STEWARD), holders.get(Role.TECHNICAL_STEWARD)}
    for person_id in sorted(each for each in stewards if each) if not incident.is_drill else ():
        if person_id not in {hand_off.from_id, hand_off.to_id}:
            await tell(uow, person_id, "handed_over", incident=incident, hand_off_id=hand_off.id)


async def _require_stands(uow: UnitOfWork, hand_off: HandOff) -> None:
    """Not answered yet, and still theirs to give: since the offer the role may have gone elsewhere."""
    if hand_off.answered_at is not None:
        raise NothingToChange(
            "This hand-off was answered already.", "Look at the card for who holds the role."
        )
    holder_id = (await role_holders(uow.session, hand_off.incident_id)).get(hand_off.role)
    if holder_id != hand_off.from_id:
        now = f"<@{holder_id}> is" if holder_id else "Nobody is"
        raise NothingToChange(
            f"{now} {label(hand_off.role)} by now, so this offer is void.",
            f"Take it in the channel: `/incident role {hand_off.role}`.",
        )


async def _require_sees(uow: UnitOfWork, incident: Incident, person_id: str) -> None:
    """An offer names the incident, so of a private one only its members get any."""
    if not incident.is_private:
        return
    place = await uow.session.get_one(Place, incident.id)
    if person_id not in await known_members(uow.session, place.channel_id or ""):
        raise FieldRefused(
            "to", "That person is not in this private channel.", "Invite them there first, then offer it."
        )
