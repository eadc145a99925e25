"""A message in the thread of the card that shows one thing: posted once, edited in place ever after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from bot.incidents.post_in_channel import post_in_channel
from bot.ledger.merged_ids import survivor_of
from bot.outbox.queue import lease_clock
from bot.uow import UnitOfWork
from models.outbox import Priority
from models.thread_message import ThreadMessage, ThreadTopic


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon a message is posted, and how soon it follows what has changed."""

    posted: int = Priority.STAGE
    edited: int = Priority.STAGE
    #: Seconds that an edit waits for more to come.
    gathers: float = 0.0


#: What alerts change by themselves may change often, and gives way to what people do.
_PACES: Final[Mapping[ThreadTopic, Pace]] = {
    ThreadTopic.ALERT_CAUSES: Pace(Priority.BACKGROUND, Priority.BACKGROUND, gathers=10.0),
    ThreadTopic.CHECKS: Pace(edited=Priority.NOTICE),
}
_BY_PEOPLE: Final = Pace()


def thread_subject(number: int, topic: ThreadTopic) -> str:
    """Names the edits of one message in the thread of a card, which overtake each other."""
    return f"thread:{number}:{topic}"


async def show_in_thread(uow: UnitOfWork, incident_id: int, topic: ThreadTopic) -> None:
    """Let it show the truth; of an incident that was merged, where it goes on."""
    number = await survivor_of(uow.session, incident_id)
    if await redraw_in_thread(uow, number, topic):
        return
    if number != incident_id:
        await uow.incident(number)  # whoever is at work there may begin it at this very moment
        if await redraw_in_thread(uow, number, topic):
            return
    priority = _PACES.get(topic, _BY_PEOPLE).posted
    item = await post_in_channel(
        uow, number, "post_in_thread", after_card=True, priority=priority, topic=topic
    )
    uow.session.add(ThreadMessage(incident_id=number, topic=topic, item_id=item.id))


async def redraw_in_thread(uow: UnitOfWork, incident_id: int, topic: ThreadTopic) -> bool:
    """The same where it was posted before; whether it was. Cheap while an edit waits."""
    shown = await uow.session.get(ThreadMessage, (incident_id, topic))
    if shown is None:
        return False
    pace = _PACES.get(topic, _BY_PEOPLE)
    announce = uow.announce if pace is _BY_PEOPLE else uow.announce_unless_waiting
    item = await announce(
        "edit_in_thread",
        incident=incident_id,
        after=shown.item_id,
        subject=thread_subject(incident_id, topic),
        priority=pace.edited,
        topic=topic,
    )
    if item is not None and pace.gathers:
        item.free_at = await lease_clock(uow.session) + pace.gathers
    return True


async def redraw_threads(uow: UnitOfWork, *incident_ids: int) -> None:
    """All that stands in their threads: they became one, or are two again."""
    shown = select(ThreadMessage).where(ThreadMessage.incident_id.in_(incident_ids))
    for each in (await uow.session.scalars(shown.order_by(ThreadMessage.item_id))).all():
        await redraw_in_thread(uow, each.incident_id, each.topic)
