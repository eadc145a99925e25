"""One asset of the backfill plan runs, is done, is not needed; or somebody else sees to it."""

from bot.incidents.require_may_know import require_may_know
from bot.incidents.show_change import say
from bot.incidents.show_in_thread import show_in_thread
from bot.ledger.merged_ids import survivor_of
from bot.repair.plan_backfill import tell_backfill
from bot.repair.read_backfill import backfill_of
from bot.repair.when_to_remind import when_to_remind
from bot.uow import UnitOfWork
from models.backfill import STATE_WORDS, BackfillState, require_news
from models.backfill_item import BackfillItem
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.thread_message import ThreadTopic


async def move_backfill(uow: UnitOfWork, item_id: int, state: BackfillState, *, by_id: str) -> BackfillItem:
    """Say how far it is; the channel hears of the last one. Raises NotFound, NothingToChange."""
    item, incident = await _find(uow, item_id)
    require_news(item.state, state, item.name)
    item.state, item.changed_by_id, item.changed_at = state, by_id, uow.now
    item.look_at = when_to_remind(item, uow.now, uow.playbook)
    uow.record(
        incident.entry(
            EntryKind.BACKFILL_MOVED,
            at=uow.now,
            by=by_id,
            meant=item.name,
            after=STATE_WORDS[state],
            asset=item.asset,
        )
    )
    await show_in_thread(uow, incident.id, ThreadTopic.BACKFILL)
    await uow.session.flush()
    number = await survivor_of(uow.session, incident.id)
    if (await backfill_of(uow.session, number)).progress.is_over:
        await say(uow, number, "backfill_over")
    return item


async def assign_backfill(uow: UnitOfWork, item_id: int, owner_id: str, *, by_id: str) -> BackfillItem:
    """Somebody sees to it; they are told once. Raises NotFound, NothingToChange, FieldRefused."""
    item, incident = await _find(uow, item_id)
    if item.owner_id == owner_id:
        raise NothingToChange(f"{item.name} is theirs already.", "Nothing was changed.")
    number = await survivor_of(uow.session, incident.id)
    await require_may_know(uow, await uow.session.get_one(Incident, number), owner_id, at="owner")
    item.owner_id, item.owner_name = owner_id, None
    item.look_at = when_to_remind(item, uow.now, uow.playbook)
    uow.record(
        incident.entry(
            EntryKind.BACKFILL_ASSIGNED,
            at=uow.now,
            by=by_id,
            meant=item.name,
            person=owner_id,
            asset=item.asset,
        )
    )
    await tell_backfill(uow, incident, [item], by_id=by_id)
    await show_in_thread(uow, incident.id, ThreadTopic.BACKFILL)
    return item


async def _find(uow: UnitOfWork, item_id: int) -> tuple[BackfillItem, Incident]:
    """One of them and its incident, for this transaction alone; the incident first, as the tick does."""
    item = await uow.session.get(BackfillItem, item_id)
    if item is None:
        raise NotFound("That is not in the backfill plan any more.", "`/incident backfill` shows the plan.")
    incident = await uow.incident(item.incident_id)
    await uow.session.refresh(item, with_for_update=True)
    return item, incident
