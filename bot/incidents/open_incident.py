"""What is done outside when an incident opens: one create, then everything else side by side.

Only the pin waits for the card; edits of the card and the announcement wait for the post they edit.
"""

from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import OutboxItem, Priority
from models.place import Place


def lane_of(incident: Incident | int) -> str:
    """Messages of one incident's channel leave in the order in which they were said."""
    return f"incident:{incident.id if isinstance(incident, Incident) else incident}"


async def announce_opening(uow: UnitOfWork, incident: Incident, *, response_url: str | None = None) -> None:
    """Put the opening into the outbox, and remember which items the later edits wait for."""
    opening = await _step(uow, "open_channel", incident)
    await uow.session.flush()
    card = await _step(uow, "post_card", incident, opening, lane=lane_of(incident))
    announcement = None
    if not incident.is_private:
        announcement = await _step(uow, "post_announcement", incident, opening)
    await _step(uow, "invite_people", incident, opening)
    await _step(uow, "set_topic", incident, opening)
    if response_url is not None:
        await _step(uow, "answer_declarer", incident, opening, response_url=response_url)
    elif incident.declared_by_id is not None:
        person = incident.declared_by_id
        await _step(uow, "tell", incident, opening, what="declared", person_id=person)
    if incident.origin_ts is not None and not incident.is_private:
        await _step(uow, "answer_thread", incident, opening)
    await uow.session.flush()
    await _step(uow, "pin_card", incident, card)
    uow.session.add(
        Place(
            incident_id=incident.id,
            open_item_id=opening.id,
            card_item_id=card.id,
            announcement_item_id=announcement.id if announcement else None,
        )
    )


async def _step(
    uow: UnitOfWork,
    kind: str,
    incident: Incident,
    after: OutboxItem | None = None,
    *,
    lane: str | None = None,
    **intent: str | None,
) -> OutboxItem:
    return await uow.announce(
        kind, incident=incident, after=after, lane=lane, priority=Priority.OPENING, **intent
    )
