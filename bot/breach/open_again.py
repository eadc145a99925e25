"""The private channel in which an incident goes on, with all that stood in the old one drawn anew."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.alerts.redraw_card import redraw_cards_of_incident
from bot.breach.relieve import relieve
from bot.impact.look_soon import look_soon
from bot.incidents.open_incident import lane_of
from bot.incidents.post_in_channel import post_in_channel
from bot.incidents.show_change import say
from bot.incidents.show_in_thread import show_in_thread
from bot.uow import UnitOfWork
from models.breach import LetIn
from models.change_card import ChangeCard
from models.incident import Incident
from models.outbox import Priority
from models.place import Place
from models.runbook import RunbookRun
from models.thread_message import ThreadMessage


async def open_again(
    uow: UnitOfWork, incident: Incident, let_in: Sequence[str], *, by_id: str, why: str, left_id: int
) -> None:
    """Channel, card, people, topic; then what moved it here, and the boards."""
    await _open(uow, incident, let_in)
    await say(uow, incident, "moved_private", priority=Priority.READY, by_id=by_id, why=why, left_id=left_id)
    await _draw_anew(uow, incident)
    await redraw_cards_of_incident(uow, incident.id)


async def open_if_left(uow: UnitOfWork, incident: Incident) -> None:
    """What left its channel as a part of a breach, and goes on by itself again, gets one of its own."""
    place = await uow.session.get_one(Place, incident.id)
    if incident.breach_at is None or place.channel_id is not None or place.open_item_id is not None:
        return
    people = select(LetIn.user_id).where(LetIn.incident_id == incident.id).order_by(LetIn.user_id)
    let_in = (await uow.session.scalars(people)).all()
    await _open(uow, incident, let_in)
    await relieve(uow, incident, let_in)
    await _draw_anew(uow, incident)


async def _open(uow: UnitOfWork, incident: Incident, people: Sequence[str]) -> None:
    """The channel, and what belongs to one."""
    opening = await uow.announce("open_channel", incident=incident, priority=Priority.READY, at_once=True)
    await uow.session.flush()
    card = await uow.announce(
        "post_card", incident=incident, after=opening, lane=lane_of(incident), priority=Priority.READY
    )
    await uow.announce(
        "invite_people", incident=incident, after=opening, priority=Priority.READY, people=list(people)
    )
    await uow.announce("set_topic", incident=incident, after=opening, priority=Priority.OPENING)
    await uow.session.flush()
    await uow.announce("pin_card", incident=incident, after=card, priority=Priority.OPENING)
    place = await uow.session.get_one(Place, incident.id)
    place.open_item_id, place.card_item_id = opening.id, card.id


async def _draw_anew(uow: UnitOfWork, incident: Incident) -> None:
    """The boards and messages that are edited through the life of an incident."""
    await look_soon(uow, incident)
    await _threads(uow, incident)
    changes = select(ChangeCard).where(ChangeCard.incident_id == incident.id).order_by(ChangeCard.entry_id)
    for change in (await uow.session.scalars(changes)).all():
        item = await post_in_channel(
            uow, incident, "post_change", after_card=True, change=change.entry_id, in_thread=True
        )
        change.post_item_id = item.id
    runs = select(RunbookRun).where(RunbookRun.incident_id == incident.id).order_by(RunbookRun.id)
    for run in (await uow.session.scalars(runs)).all():
        item = await post_in_channel(uow, incident, "post_runbook", after_card=True, run_id=run.id)
        run.post_item_id = item.id


async def _threads(uow: UnitOfWork, incident: Incident) -> None:
    of_it = ThreadMessage.incident_id == incident.id
    topics = (await uow.session.scalars(select(ThreadMessage.topic).where(of_it))).all()
    await uow.session.execute(delete(ThreadMessage).where(of_it))
    for topic in topics:
        await show_in_thread(uow, incident.id, topic)
