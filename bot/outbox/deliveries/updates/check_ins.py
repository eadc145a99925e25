"""Reminders of a promised update: to its owner before, in the channel when none came, and how they ended."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.updates.check_in import check_in_overdue, check_in_reminder
from bot.blocks.views import CheckInView
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.slack.codes import UNREACHABLE
from bot.uow import UnitOfWork
from bot.updates.settle_check_ins import edit_message
from models.outbox import OutboxItem
from models.place import Place
from models.promises import CheckIn


class PostReminder(Post):
    """Tell the owner by direct message, shortly before."""

    kind = "post_reminder"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing that is no longer true."""
        check_in = await _still_asking(item, session)
        if check_in.missed_at is not None:
            raise Skip("the channel was told that it is overdue")
        view = await check_in_view(session, check_in, desk)
        return Letter(item.intent["person_id"], check_in_reminder(view))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Remember the message, so that it can be settled."""
        check_in = await uow.session.get_one(CheckIn, item.intent["check_in_id"], with_for_update=True)
        if _has_ended(check_in, item):
            await _edit_late(uow, check_in, item, "reminder", result)
            return
        check_in.reminder_channel_id, check_in.reminder_ts = result["channel_id"], result["ts"]

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Whoever cannot be reached is no fault that someone has to mend."""
        return error.code in UNREACHABLE


class PostOverdue(Post):
    """Say in the channel, once, that the promised update has not come."""

    kind = "post_overdue"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing that is no longer true."""
        check_in = await _still_asking(item, session)
        place = await session.get_one(Place, item.incident_id)
        return Letter(opened_channel(place), check_in_overdue(await check_in_view(session, check_in, desk)))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Remember the message, so that it can be settled."""
        check_in = await uow.session.get_one(CheckIn, item.intent["check_in_id"], with_for_update=True)
        if _has_ended(check_in, item):
            await _edit_late(uow, check_in, item, "overdue", result)
            return
        check_in.overdue_ts = result["ts"]


class EditCheckIn(Edit):
    """Take the buttons off a reminder, and say what became of the promise."""

    kind = "edit_check_in"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Show the ending that the item names; the due time is the one that the message bore."""
        facts = item.intent
        check_in = await session.get_one(CheckIn, facts["check_in_id"])
        view = await check_in_view(session, check_in, desk, facts)
        form = check_in_reminder if facts["form"] == "reminder" else check_in_overdue
        channel_id = facts.get("channel_id")
        if channel_id is None:
            channel_id = opened_channel(await session.get_one(Place, item.incident_id))
        return Call(args=edit_of(channel_id, facts["ts"], form(view)))


async def check_in_view(
    session: AsyncSession, check_in: CheckIn, desk: Desk, ending: dict[str, Any] | None = None
) -> CheckInView:
    """A promise as its messages show it; `ending` has what they say once it is over."""
    told = ending or {}
    incident = await incident_view(session, check_in.incident_id, desk.clock())
    return CheckInView(
        id=check_in.id,
        incident_id=incident.id,
        title=incident.title,
        severity=incident.severity,
        due_at=_time(told.get("due_at")) or check_in.due_at,
        owner_id=incident.next_update_owner_id,
        channel_id=incident.channel_id,
        is_drill=incident.is_drill,
        settled_at=_time(told.get("settled_at")),
        settled_by_id=told.get("settled_by_id"),
        settled_with=told.get("settled_with"),
        snoozed_by_id=told.get("snoozed_by_id"),
        snoozed_until_at=_time(told.get("snoozed_until_at")),
        snooze_for=_snoozes(desk),
    )


async def _still_asking(item: OutboxItem, session: AsyncSession) -> CheckIn:
    check_in = await session.get_one(CheckIn, item.intent["check_in_id"])
    if _has_ended(check_in, item):
        raise Skip("the update came, or was put off, before this was sent")
    return check_in


def _has_ended(check_in: CheckIn, item: OutboxItem) -> bool:
    """Settled, or promised for another time than the one this item was to name."""
    return check_in.settled_at is not None or check_in.due_at != _time(item.intent["due_at"])


async def _edit_late(
    uow: UnitOfWork, check_in: CheckIn, item: OutboxItem, form: str, result: dict[str, Any]
) -> None:
    """The promise ended while its message was on the way: take the buttons off at once."""
    ending: dict[str, str | None] = {"snoozed_until_at": check_in.due_at.isoformat()}
    if check_in.settled_at is not None:
        ending = {"settled_at": check_in.settled_at.isoformat()}
    await edit_message(
        uow, check_in, form, result["channel_id"], result["ts"], **ending, due_at=item.intent["due_at"]
    )


def _snoozes(desk: Desk) -> tuple[timedelta, ...]:
    """What the buttons offer: lengths in minutes, which their action ids carry."""
    return tuple(span.time for span in desk.playbook.snooze if span.time)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
