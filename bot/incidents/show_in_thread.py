"""A message in the thread of the card that shows one thing: posted once, edited in place ever after."""

from bot.incidents.open_incident import lane_of
from bot.ledger.merged_ids import survivor_of
from bot.uow import UnitOfWork
from models.outbox import Priority
from models.place import Place
from models.thread_message import ThreadMessage, ThreadTopic


async def show_in_thread(uow: UnitOfWork, incident_id: int, topic: ThreadTopic) -> None:
    """Let it show the truth; of an incident that was merged, where it goes on."""
    number = await survivor_of(uow.session, incident_id)
    shown = await uow.session.get(ThreadMessage, (number, topic))
    if shown is not None:
        await uow.announce(
            "edit_in_thread",
            incident=number,
            after=shown.item_id,
            subject=f"thread:{number}:{topic}",
            priority=Priority.STAGE,
            topic=topic,
        )
        return
    place = await uow.session.get_one(Place, number)
    item = await uow.announce(
        "post_in_thread",
        incident=number,
        after=place.card_item_id,
        lane=lane_of(number),
        priority=Priority.STAGE,
        topic=topic,
    )
    await uow.session.flush()
    uow.session.add(ThreadMessage(incident_id=number, topic=topic, item_id=item.id))
