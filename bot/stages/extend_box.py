"""Extend a time box: the stage may take longer, because."""

from bot.incidents.show_change import redraw, say
from bot.stages.read_pause import open_pause
from bot.stages.run_clock import settle_ask
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours
from models.durations import Span
from models.errors import NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.stage_clock import StageClock


async def extend_box(uow: UnitOfWork, incident_id: int, by: Span, *, by_id: str, why: str = "") -> Incident:
    """Give the stage more time, from the end of its box or from now.

    Raises AlreadyClosed, and NothingToChange where no box runs, or it is paused.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    clock = await uow.session.get(StageClock, incident.id)
    if clock is None or clock.due_at is None:
        raise NothingToChange(
            f"{incident.ref} has no time box that runs.", "It may take its time; nothing was changed."
        )
    if await open_pause(uow.session, incident.id):
        raise NothingToChange(
            f"{incident.ref} is paused, so no clock runs.", "Extend it when it goes on: `/incident resume`."
        )
    due_at = (await owner_hours(uow, incident)).after(max(clock.due_at, uow.now), by)
    clock.due_at = clock.look_at = due_at
    clock.missed_at = None
    uow.record(
        incident.entry(
            EntryKind.TIMEBOX_EXTENDED,
            at=uow.now,
            by=by_id,
            text=why.strip(),
            before=incident.stage,
            until=due_at.isoformat(),
        )
    )
    until = due_at.isoformat()
    if clock.asks_item_id is None:
        await say(uow, incident, "box_extended", by_id=by_id, until=until, why=why)
    await settle_ask(uow, incident, clock, "extended", by_id=by_id, until=until, why=why)
    await redraw(uow, incident)
    return incident
