"""The tick's look at time boxes: once, when a stage has taken longer than it may, the commander is asked.

The claim of the rows decides who does it, so any replica may look, and each box is asked about once.
"""

from typing import Final

from sqlalchemy import bindparam

from bot.due import claim_with_incident, see_to_each
from bot.incidents.show_change import redraw
from bot.stages.run_clock import ask_what_now
from bot.uow import Store, UnitOfWork
from bot.updates.promise_check_in import owner_hours
from models.cadence import rested
from models.incident import Incident
from models.ledger import EntryKind
from models.stage_clock import StageClock

#: Boxes looked at in one transaction.
ROOM: Final = 50

#: Which boxes are to be looked at.
DUE: Final = StageClock.look_at <= bindparam("now")


async def look_at_boxes(store: Store, *, room: int = ROOM) -> int:
    """Do what is due now, for up to `room` boxes; how many were looked at."""
    async with store.unit() as uow:
        claimed = await claim_with_incident(uow, StageClock, DUE, StageClock.look_at, room=room)
        return await see_to_each(uow, claimed, _look_at)


async def _look_at(uow: UnitOfWork, clock: StageClock, incident: Incident) -> None:
    if not incident.is_open:
        clock.look_at = None
        return
    hours = await owner_hours(uow, incident)
    awake_at = rested(uow.now, hours, rests=uow.playbook.severity(incident.severity).rests)
    if awake_at > uow.now:
        clock.look_at = awake_at
        return
    clock.missed_at, clock.look_at = uow.now, None
    due = clock.due_at.isoformat() if clock.due_at else None
    uow.record(incident.entry(EntryKind.TIMEBOX_MISSED, at=uow.now, before=incident.stage, due=due))
    await ask_what_now(uow, incident, clock)
    await redraw(uow, incident)
