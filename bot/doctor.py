"""What does not work and is kept until someone mends it, as far as the person who asks may see it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.read_receipt import receipt_name
from bot.blocks.views import DeadLetterView, DoctorView, IncidentView, ParkedView
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.inbox.entering import IN_BATCHES
from bot.inbox.worker import TRIES
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_incident import incident_views
from bot.outbox.unpark import unpark
from bot.uow import UnitOfWork
from models.errors import NotFound, NothingToChange
from models.inbox import InboxItem
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import Stage

#: Rows read; the card shows fewer and counts the rest.
MOST: Final = 100

#: What an item was to do, where its kind alone does not say it well.
_WORDS: Final[Mapping[str, str]] = {
    "open_channel": "open the channel",
    "post_card": "post the card",
    "edit_card": "redraw the card",
    "pin_card": "pin the card",
    "invite_people": "invite people",
    "set_topic": "set the topic",
    "rename_channel": "rename the channel",
    "post_announcement": "announce it",
    "edit_announcement": "redraw the announcement",
    "withdraw_announcement": "take the announcement back",
    "answer_thread": "answer the thread it came from",
    "say": "post in its channel",
    "tell": "send a direct message",
    "confirm_subscription": "confirm a subscription at Amazon SNS",
    "publish_home": "publish an App Home",
    "post_triage_card": "answer an alert with its card",
    "edit_triage_card": "redraw the card of an alert",
    "post_board": "post the board of an alert channel",
    "edit_board": "redraw the board of an alert channel",
    "pin_board": "pin the board of an alert channel",
}

#: Webhooks are many, and long: neither are all of them read here, nor their bodies.
_OF_WEBHOOKS: Final = InboxItem.kind.in_(IN_BATCHES)
_WEBHOOK_LETTERS: Final = (
    select(InboxItem.id, InboxItem.source, InboxItem.fault, InboxItem.received_at)
    .where(_OF_WEBHOOKS, InboxItem.done_at.is_(None))
    .where(InboxItem.fault.is_not(None), InboxItem.attempts >= TRIES)
    .order_by(InboxItem.id.desc())
    .limit(MOST)
)


async def read_doctor(desk: Desk, user_id: str) -> DoctorView:
    """All that is wrong and that this person may know of."""
    await refresh_members(desk)
    async with desk.store.reading() as session:
        view = await doctor_view(session, user_id, desk.clock(), absent=desk.directory.absent)
    faults = tuple(str(fault) for fault in desk.prose.check())
    return DoctorView(
        parked=view.parked,
        dead_letters=view.dead_letters,
        troubled=view.troubled,
        absent_channels=view.absent_channels,
        faults=faults,
    )


async def doctor_view(
    session: AsyncSession, user_id: str, now: datetime, *, absent: set[str] | frozenset[str] = frozenset()
) -> DoctorView:
    """The same from the database alone, as App Home shows it."""
    return DoctorView(
        parked=await _parked(session, user_id),
        dead_letters=await _dead_letters(session, user_id),
        troubled=await _troubled(session, user_id, now),
        absent_channels=tuple(sorted(absent)),
    )


async def retry_item(uow: UnitOfWork, item_id: int, *, by_id: str | None = None) -> OutboxItem:
    """Send a parked item again. Raises NotFound (also for what `by_id` may not see), NothingToChange."""
    parked = select(OutboxItem).outerjoin(Incident, Incident.id == OutboxItem.incident_id)
    parked = parked.where(OutboxItem.id == item_id)
    if by_id is not None:
        parked = parked.where(_may_know_of(by_id))
    item = (await uow.session.scalars(parked.with_for_update(of=OutboxItem))).one_or_none()
    if item is None:
        raise NotFound("There is no such item.", "`/incident doctor` shows what is stuck.")
    if item.standing is not Standing.PARKED:
        raise NothingToChange("It is no longer stuck.", "`/incident doctor` shows what is.")
    unpark(item)
    return item


async def _parked(session: AsyncSession, user_id: str) -> tuple[ParkedView, ...]:
    query = (
        select(OutboxItem)
        .outerjoin(Incident, Incident.id == OutboxItem.incident_id)
        .where(OutboxItem.standing == Standing.PARKED, _may_know_of(user_id))
        .order_by(OutboxItem.id)
        .limit(MOST)
    )
    return tuple(
        ParkedView(
            id=item.id,
            what=_WORDS.get(item.kind, item.kind.replace("_", " ")),
            fault=item.fault or "unknown",
            since_at=item.created_at,
            incident_id=item.incident_id,
        )
        for item in await session.scalars(query)
    )


def _may_know_of(user_id: str) -> Any:
    return or_(OutboxItem.incident_id.is_(None), visible_to(user_id))


async def _troubled(session: AsyncSession, user_id: str, now: datetime) -> tuple[IncidentView, ...]:
    query = (
        select(Incident.id)
        .join(Place, Place.incident_id == Incident.id)
        .where(Place.trouble.is_not(None), Incident.stage != Stage.CLOSED, visible_to(user_id))
        .order_by(Incident.id)
        .limit(MOST)
    )
    return await incident_views(session, (await session.scalars(query)).all(), now)


async def _dead_letters(session: AsyncSession, user_id: str) -> tuple[DeadLetterView, ...]:
    query = (
        select(InboxItem)
        .where(InboxItem.done_at.is_(None), InboxItem.fault.is_not(None), InboxItem.attempts >= TRIES)
        .order_by(InboxItem.id)
        .limit(MOST)
    )
    hidden = select(Place.channel_id).join(Incident, Incident.id == Place.incident_id)
    hidden_ids = set(await session.scalars(hidden.where(Incident.is_private, ~visible_to(user_id))))
    letters = [(row, _read(row.payload)) for row in await session.scalars(query.where(~_OF_WEBHOOKS))]
    webhooks = tuple(_webhook_letter(row) for row in await session.execute(_WEBHOOK_LETTERS))
    return webhooks + tuple(
        DeadLetterView(
            id=row.id,
            source=_source(row, payload),
            # Only the first line: the rest of a database's complaint quotes what was to be stored.
            fault=(row.fault or "").partition("\n")[0],
            received_at=row.received_at,
        )
        for row, payload in letters
        if not hidden_ids & _channels_in(payload)
    )


def _webhook_letter(row: Row[int, str | None, str | None, datetime]) -> DeadLetterView:
    """What it holds is not shown: its receipt is, by which who may can ask for it."""
    return DeadLetterView(
        id=row.id,
        source=f"{row.source} webhook",
        fault=(row.fault or "").partition("\n")[0],
        received_at=row.received_at,
        receipt=receipt_name(row.id),
    )


def _read(payload: str) -> Mapping[str, Any]:
    try:
        read = json.loads(payload)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _source(row: InboxItem, payload: Mapping[str, Any]) -> str:
    event = payload.get("event")
    what = event.get("type") if isinstance(event, dict) else payload.get("command")
    return f"{row.kind.replace('_', ' ')} {what or ''}".strip()


def _channels_in(payload: Mapping[str, Any]) -> set[str]:
    """Every channel that a payload names, wherever it names it."""
    found: set[str] = set()
    for key, value in payload.items():
        if key in {"channel", "channel_id"} and isinstance(value, str):
            found.add(value)
        elif key == "channel" and isinstance(value, dict) and isinstance(value.get("id"), str):
            found.add(value["id"])
        if isinstance(value, dict):
            found |= _channels_in(value)
    return found
