"""Settle promises: they stop asking, and the messages that bear their buttons say what became of them."""

from typing import Any

from sqlalchemy import select

from bot.uow import UnitOfWork
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.promises import CheckIn


async def settle_check_ins(
    uow: UnitOfWork, incident_id: int, settled_with: str, *, by_id: str | None
) -> None:
    """Settle all that is open, with a few words on what did it ("an update", "the close")."""
    asking = select(CheckIn).where(CheckIn.incident_id == incident_id, CheckIn.settled_at.is_(None))
    for check_in in (await uow.session.scalars(asking.order_by(CheckIn.id).with_for_update())).all():
        check_in.settled_at, check_in.look_at = uow.now, None
        settled_at = uow.now.isoformat()
        await edit_messages(
            uow, check_in, settled_at=settled_at, settled_by_id=by_id, settled_with=settled_with
        )


async def asking_check_in(uow: UnitOfWork, check_in_id: int) -> tuple[CheckIn, Incident]:
    """A promise that still asks, and its incident, both locked. Raises NotFound, NothingToChange."""
    check_in = await uow.session.get(CheckIn, check_in_id)
    if check_in is None:
        raise NotFound("There is no such promise.", "Look at the card for the next update.")
    # The incident first, as everywhere: two orders of locking would wait for each other.
    incident = await uow.incident(check_in.incident_id)
    await uow.session.refresh(check_in, with_for_update=True)
    if check_in.settled_at is not None:
        raise NothingToChange(
            "That update is no longer waited for.", "The card says when the next one is due, if one is."
        )
    return check_in, incident


async def edit_messages(uow: UnitOfWork, check_in: CheckIn, **ending: str | None) -> None:
    """Let every message that bears its buttons say how it ended; a later one is a message of its own."""
    await edit_reminder(uow, check_in, **ending)
    if check_in.overdue_ts is not None:
        await edit_message(uow, check_in, "overdue", None, check_in.overdue_ts, **ending)
        check_in.overdue_ts = None


async def edit_reminder(uow: UnitOfWork, check_in: CheckIn, **ending: str | None) -> None:
    """The same for the direct message alone."""
    if check_in.reminder_ts is not None:
        channel_id = check_in.reminder_channel_id
        await edit_message(uow, check_in, "reminder", channel_id, check_in.reminder_ts, **ending)
        check_in.reminder_channel_id = check_in.reminder_ts = None


async def edit_message(
    uow: UnitOfWork, check_in: CheckIn, form: str, channel_id: str | None, ts: str, **ending: str | None
) -> None:
    """Edit one message, which keeps its own due time; without a channel it lies in the incident's."""
    facts: dict[str, Any] = {"due_at": check_in.due_at.isoformat(), **ending}
    await uow.announce(
        "edit_check_in",
        incident=check_in.incident_id,
        check_in_id=check_in.id,
        form=form,
        channel_id=channel_id,
        ts=ts,
        **facts,
    )
