"""Snooze: this one update comes later. The cadence stays as it is."""

from datetime import timedelta

from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours
from bot.updates.settle_check_ins import asking_check_in, edit_messages
from models.cadence import remind_at
from models.durations import Span
from models.ledger import EntryKind
from models.promises import CheckIn


async def snooze_check_in(uow: UnitOfWork, check_in_id: int, span: Span, *, by_id: str) -> CheckIn:
    """Put it off until `span` from now. Raises NotFound, NothingToChange when nothing is waited for."""
    check_in, incident = await asking_check_in(uow, check_in_id)
    until_at = (await owner_hours(uow, incident)).after(uow.now, span)
    until = until_at.isoformat()
    await edit_messages(uow, check_in, snoozed_until_at=until, snoozed_by_id=by_id)
    if until_at > check_in.due_at:
        before = uow.playbook.remind_before.time or timedelta()
        check_in.due_at, check_in.look_at = until_at, remind_at(uow.now, until_at, before)
    else:
        # Reminded early and snoozed for less than is left: the promise stands, the reminder comes again.
        check_in.look_at = until_at
    check_in.reminded_at = check_in.missed_at = None
    check_in.snoozed_by_id = by_id
    uow.record(incident.entry(EntryKind.CHECKIN_SNOOZED, at=uow.now, by=by_id, until=until))
    await redraw(uow, incident)
    return check_in
