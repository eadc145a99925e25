"""The last look before anything leaves: nothing of a private incident goes to those who may not see it.

Every kind of item passes here, before it is rendered and with what it rendered to. A kind that tells nothing
of its incident, or asks the same itself, says so (`is_discreet`).
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.breach.take_back import take_back
from bot.breach.what_was_said import another_in, said_by
from bot.incidents.see_incidents import visible_to
from bot.outbox.delivery import Call, Delivery, Skip
from bot.uow import UnitOfWork
from models.breach import EmptiedMessage, LeftChannel
from models.incident import Incident
from models.outbox import OutboxItem
from models.place import Place


async def require_still_meant(item: OutboxItem, delivery: Delivery, session: AsyncSession) -> None:
    """Raise Skip for what was meant for a channel that its incident has left since."""
    if not delivery.is_discreet and await was_left_behind(item, session):
        raise Skip("the incident has moved to a private channel")


async def require_discreet(item: OutboxItem, delivery: Delivery, call: Call, session: AsyncSession) -> None:
    """Raise Skip where this would tell of a private incident outside of it, or fill what was emptied."""
    if delivery.is_discreet:
        return
    incident = await session.get(Incident, item.incident_id) if item.incident_id is not None else None
    where, ts = str(call.args.get("channel") or call.args.get("to") or ""), call.args.get("ts")
    may_be_emptied = ts is not None and (incident is None or incident.breach_at is not None)
    if may_be_emptied and await session.get(EmptiedMessage, (where, str(ts))) is not None:
        raise Skip("the message was emptied")
    if incident is not None and incident.is_private and where and not _is_of_one(where, ts):
        await _require_inside(item, incident, where, session)


def _is_of_one(where: str, ts: object) -> bool:
    """A message that one person got when they might know; whoever may not gets no new one."""
    return where.startswith("D") and ts is not None


async def _require_inside(item: OutboxItem, incident: Incident, where: str, session: AsyncSession) -> None:
    if where.startswith(("U", "W")):
        if _asks_for_it(item, incident, where):
            return  # they hear what became of it before they are let in
        seen = select(Incident.id).where(Incident.id == incident.id, visible_to(where))
        if (await session.scalars(seen)).one_or_none() is None:
            raise Skip("they are not in the channel of this private incident")
        return
    place = await session.get(Place, incident.id)
    if place is None or place.channel_id != where:
        raise Skip("it is told of in its own channel only")


def _asks_for_it(item: OutboxItem, incident: Incident, user_id: str) -> bool:
    """Whoever declared it waits for its channel; who comes along in a breach, others have said."""
    is_answer = item.intent.get("what") in {"declared", "not_opened"}
    return is_answer and user_id == incident.declared_by_id and incident.breach_at is None


async def was_left_behind(item: OutboxItem, session: AsyncSession) -> bool:
    """Whether the item is older than the move of its incident."""
    return item.incident_id is not None and await _is_older(item, item.incident_id, session)


async def _is_older(item: OutboxItem, incident_id: int, session: AsyncSession) -> bool:
    incident = await session.get(Incident, incident_id)
    if incident is None or incident.breach_at is None:
        return False
    newest = select(LeftChannel.last_item_id).where(LeftChannel.incident_id == incident.id)
    last = await session.scalar(newest.order_by(LeftChannel.id.desc()).limit(1))
    return last is not None and item.id <= last


async def take_back_late(item: OutboxItem, result: dict[str, Any], uow: UnitOfWork) -> bool:
    """What was on its way when an incident that it names moved is taken back; nothing else is kept of it."""
    for number in (item.incident_id, another_in(item)):
        if number is not None and await _is_older(item, number, uow.session):
            await take_back(uow, number, said_by(result))
            return True
    return False
