"""What is done outside when an incident opens: one create, then everything else side by side.

Only the pin waits for the card; edits of the card and the announcement wait for the post they edit.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from bot.uow import UnitOfWork
from models.incident import Incident, number_of
from models.outbox import OutboxItem, Priority
from models.place import Place

#: Create, card, invite, announcement, topic, the answer to who declared and the one in the thread, pin.
MOST_STEPS: Final = 8


def lane_of(incident: Incident | int) -> str:
    """Messages of one incident's channel leave in the order in which they were said."""
    return f"incident:{number_of(incident)}"


async def announce_opening(
    uow: UnitOfWork, incident: Incident, *, response_url: str | None = None, answers_thread: bool = True
) -> None:
    """Put the opening into the outbox, and remember which items the later edits wait for."""
    ids = await uow.item_ids(MOST_STEPS)
    step = partial(_step, uow, ids, incident)
    opening = await step("open_channel", priority=Priority.READY, at_once=True)
    card = await step("post_card", opening, priority=Priority.READY, lane=lane_of(incident))
    await step("invite_people", opening, priority=Priority.READY)
    announcement = (
        None if incident.is_private else await step("post_announcement", opening, **_when(incident))
    )
    await step("set_topic", opening)
    if response_url is not None:
        await step("answer_declarer", opening, response_url=response_url)
    elif incident.declared_by_id is not None:
        await step("tell", opening, what="declared", person_id=incident.declared_by_id)
    if answers_thread and incident.origin_ts is not None and not incident.is_private:
        await step("answer_thread", opening)
    await step("pin_card", card)
    uow.session.add(
        Place(
            incident_id=incident.id,
            open_item_id=opening.id,
            card_item_id=card.id,
            announcement_item_id=announcement.id if announcement else None,
            impact_look_at=uow.now if incident.asset else None,  # alerts and people ask for it themselves
        )
    )


def _when(incident: Incident) -> dict[str, Any]:
    """Nobody waits for what alerts open by themselves: of a storm, announcements leave one by one."""
    return {} if incident.declared_by_id else {"lane": "announcements", "priority": Priority.BOARD}


async def _step(
    uow: UnitOfWork,
    ids: Iterator[int],
    incident: Incident,
    kind: str,
    after: OutboxItem | None = None,
    *,
    priority: int = Priority.OPENING,
    lane: str | None = None,
    at_once: bool = False,
    **intent: str | None,
) -> OutboxItem:
    return await uow.announce(
        kind,
        incident=incident,
        after=after,
        lane=lane,
        priority=priority,
        item_id=next(ids),
        at_once=at_once,
        **intent,
    )
