"""Declare after the fact: the record is made now, and the times are those at which things happened."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.incidents.declare_incident import Report, checked_past, record_declared
from bot.incidents.open_incident import announce_opening
from bot.incidents.show_change import say
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import promise
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind


async def declare_past(
    uow: UnitOfWork,
    report: Report,
    *,
    began_at: datetime | None,
    noticed_at: datetime | None = None,
    fixed_at: datetime | None = None,
) -> Incident:
    """Open a channel as for any incident. One that is fixed starts in verification and promises no updates.

    Raises FieldRefused, which names the time that cannot be.
    """
    check_order(uow.now, began_at=began_at, noticed_at=noticed_at, fixed_at=fixed_at)
    past = replace(report, began_at=began_at, noticed_at=noticed_at, fixed_at=fixed_at)
    incident = await record_declared(uow, past)
    words = "Declared after the fact: the times of what happened are as told, not as seen."
    uow.record(incident.entry(EntryKind.NOTE_ADDED, at=uow.now, text=words, is_past=True))
    if fixed_at is None:
        await promise(uow, incident)
    await announce_opening(uow, incident, response_url=report.response_url)
    await uow.session.flush()
    await say(uow, incident, "declared_past", by_id=report.by_id)
    return incident


#: Each pair in the order in which it must lie, and what is wrong otherwise.
_ORDER: Final = (
    ("began_at", "noticed_at", "It would have been noticed before it began."),
    ("began_at", "fixed_at", "It would have been fixed before it began."),
    ("noticed_at", "fixed_at", "It would have been fixed before it was noticed."),
)


def check_order(
    now: datetime, *, began_at: datetime | None, noticed_at: datetime | None, fixed_at: datetime | None
) -> None:
    """Began, then noticed, then fixed, and all of it before now. Raises FieldRefused."""
    if began_at is None:
        raise FieldRefused("began_at", "When it began is missing.", "An estimate will do.")
    times = {"began_at": began_at, "noticed_at": noticed_at, "fixed_at": fixed_at}
    for field, at in times.items():
        checked_past(field, at, now)
    for earlier, later, wrong in _ORDER:
        first_at, then_at = times[earlier], times[later]
        if first_at is not None and then_at is not None and then_at < first_at:
            raise FieldRefused(later, wrong, "Check both times.")
