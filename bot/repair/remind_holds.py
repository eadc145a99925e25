"""The tick's look at holds on retention: is it set, and then, is it released? Also long after the close.

The claim of the rows decides who asks, so any replica may look.
"""

from typing import Final

import structlog
from sqlalchemy import bindparam

from bot.due import claim, see_to_each
from bot.incidents.require_may_know import may_know
from bot.incidents.show_change import say
from bot.ledger.merged_ids import survivor_of
from bot.repair.hold_retention import next_look, tell_holder
from bot.uow import Store, UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind
from models.retention_hold import RetentionHold

log = structlog.get_logger("holds")

#: Which holds are to be asked about.
DUE: Final = RetentionHold.look_at <= bindparam("now")


async def remind_holds(store: Store, *, room: int = 50) -> int:
    """Ask what is due now; how many were looked at."""
    async with store.unit() as uow:
        claimed = await claim(uow, RetentionHold, DUE, RetentionHold.look_at, room=room)
        return await see_to_each(uow, claimed, _remind)


async def _remind(uow: UnitOfWork, hold: RetentionHold) -> None:
    """By a direct message, and over its end in the channel, too; there alone, where the holder is not in."""
    incident = await uow.session.get_one(Incident, hold.incident_id)
    if incident.is_drill:
        hold.look_at = None
        return
    hold.look_at = next_look(hold, uow.now, uow.playbook)
    number = await survivor_of(uow.session, incident.id)
    if not await may_know(uow, incident, hold.holder_id):
        await say(uow, number, "hold_due", hold_id=hold.id, unheard_id=hold.holder_id)
        return
    await tell_holder(uow, hold)
    if hold.until_at > uow.now:
        return
    uow.record(
        incident.entry(EntryKind.HOLD_CHASED, at=uow.now, text=hold.what, hold=hold.id, person=hold.holder_id)
    )
    await say(uow, number, "hold_due", hold_id=hold.id)
    log.info("hold_chased", hold=hold.id, incident=incident.id)
