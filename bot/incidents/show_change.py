"""After a change: the card, the topic and the announcement are to show the truth again."""

from typing import Any

from bot.alerts.redraw_card import redraw_cards_of_incident
from bot.incidents.open_incident import lane_of
from bot.uow import UnitOfWork
from models.incident import Incident, number_of
from models.outbox import OutboxItem, Priority
from models.place import Place


def card_subject(number: int) -> str:
    """Names the edits of an incident's card, which overtake each other."""
    return f"card:{number}"


async def count_on_card(uow: UnitOfWork, incident: Incident | int) -> None:
    """Redraw the card for what machines say, which may be much: nobody waits, and one edit shows it all."""
    number = number_of(incident)
    place = await uow.session.get_one(Place, number)
    await uow.announce_unless_waiting(
        "edit_card",
        incident=number,
        after=place.card_item_id,
        subject=card_subject(number),
        priority=Priority.BACKGROUND,
    )


async def redraw(uow: UnitOfWork, incident: Incident | int, *, headline: bool = False) -> None:
    """Redraw the card; with `headline` (stage, severity, title, commander) all else that names these, too."""
    number = number_of(incident)
    place = await uow.session.get_one(Place, number)
    await uow.announce(
        "edit_card",
        incident=number,
        after=place.card_item_id,
        subject=card_subject(number),
        priority=Priority.STAGE,
    )
    if not headline:
        return
    await redraw_cards_of_incident(uow, number)
    await uow.announce(
        "set_topic",
        incident=number,
        after=place.open_item_id,
        subject=f"topic:{number}",
        priority=Priority.STAGE,
    )
    if place.announcement_item_id is not None:
        await uow.announce(
            "edit_announcement",
            incident=number,
            after=place.announcement_item_id,
            subject=f"announcement:{number}",
            priority=Priority.STAGE,
        )


async def say(
    uow: UnitOfWork, incident: Incident | int, what: str, *, priority: int = Priority.STAGE, **facts: Any
) -> OutboxItem:
    """Post a message into the incident's channel, after those that were said before it."""
    number = number_of(incident)
    place = await uow.session.get_one(Place, number)
    return await uow.announce(
        "say",
        incident=number,
        after=place.open_item_id,
        lane=lane_of(number),
        priority=priority,
        what=what,
        **facts,
    )


async def tell(
    uow: UnitOfWork,
    person_id: str,
    what: str,
    *,
    incident: Incident | int | None = None,
    after: OutboxItem | None = None,
    priority: int = Priority.STAGE,
    **facts: Any,
) -> OutboxItem:
    """Send someone a direct message."""
    return await uow.announce(
        "tell",
        incident=incident,
        after=after,
        lane=f"person:{person_id}",
        priority=priority,
        what=what,
        person_id=person_id,
        **facts,
    )
