"""The tick looks at backfill plans: each owner is asked about what of theirs is open, also after the close.

Who leads is asked who takes what is nobody's.

The claim of the incident decides who asks, so any replica may look.
"""

from typing import Final

import structlog
from sqlalchemy import bindparam, select

from bot.due import claim, see_to_each
from bot.impact.notify_owners import lane_to
from bot.incidents.show_change import say
from bot.ledger.merged_ids import merged_ids, survivor_of
from bot.repair.when_to_remind import when_to_remind
from bot.stages.read_pause import open_pause
from bot.uow import Store, UnitOfWork
from models.backfill import OPEN
from models.backfill_item import BackfillItem
from models.incident import Incident
from models.outbox import Priority

log = structlog.get_logger("backfills")

#: Of which assets somebody is to be asked.
DUE: Final = BackfillItem.look_at <= bindparam("now")


async def remind_backfills(store: Store, *, room: int = 20) -> int:
    """Ask what is due now; in how many incidents."""
    async with store.unit() as uow:
        due = select(BackfillItem.incident_id).where(DUE).distinct().limit(room)
        found = (await uow.session.scalars(due, {"now": uow.now})).all()
        numbers = {await survivor_of(uow.session, each) for each in found}
        claimed = await claim(uow, Incident, Incident.id.in_(numbers), Incident.id, room=room)
        return await see_to_each(uow, claimed, _remind)


async def _remind(uow: UnitOfWork, incident: Incident) -> None:
    """One message to each owner of whose anything is due, with all of theirs; a pause puts it off."""
    plan = select(BackfillItem).where(
        BackfillItem.incident_id.in_(await merged_ids(uow.session, incident.id)),
        BackfillItem.look_at.is_not(None),
    )
    items = (await uow.session.scalars(plan.order_by(BackfillItem.id))).all()
    owners = list(dict.fromkeys(each.owner_id for each in items if each.look_at and each.look_at <= uow.now))
    pause = await open_pause(uow.session, incident.id)
    for item in items:
        if item.owner_id in owners:
            at = when_to_remind(item, uow.now, uow.playbook)
            item.look_at = None if incident.is_drill else max(at, pause.until_at) if at and pause else at
    if incident.is_drill or pause is not None:
        return
    for owner_id in owners:
        if any(each.owner_id == owner_id and each.state in OPEN for each in items):
            await _ask(uow, incident, owner_id)


async def _ask(uow: UnitOfWork, incident: Incident, owner_id: str | None) -> None:
    log.info("backfill_chased", incident=incident.id, is_nobodys=owner_id is None)
    if owner_id is None:
        await say(uow, incident, "backfill_nobodys", priority=Priority.NOTICE, again=True)
        return
    await uow.announce(
        "tell_backfill",
        incident=incident,
        lane=lane_to(owner_id),
        priority=Priority.NOTICE,
        to_id=owner_id,
        again=True,
    )
