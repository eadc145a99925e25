"""One asset of the backfill plan runs, is done, is not needed; or somebody else sees to it."""

from collections.abc import Collection

from sqlalchemy import select

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
    """Say how far it is; the channel hears of the last one. Whoever runs what is nobody's has taken it.

    Raises NotFound, NothingToChange.
    """
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
    if state is BackfillState.RUNNING and item.owner_id is None:
        _give(uow, incident, item, by_id, by_id=by_id)
        item.told_id = by_id
    await show_in_thread(uow, incident.id, ThreadTopic.BACKFILL)
    await uow.session.flush()
    number = await survivor_of(uow.session, incident.id)
    if (await backfill_of(uow.session, number)).progress.is_over:
        await say(uow, number, "backfill_over")
    return item


async def assign_backfill(
    uow: UnitOfWork, item_id: int, owner_id: str, *, by_id: str, also: Collection[int] = ()
) -> list[BackfillItem]:
    """Somebody sees to it, and to others of the plan `also`; they are told once of all.

    Raises NotFound, NothingToChange, FieldRefused.
    """
    found = await _find_all(uow, {item_id, *also})
    given = [(item, incident) for item, incident in found if item.owner_id != owner_id]
    if not given:
        name = found[0][0].name if len(found) == 1 else "All of it"
        raise NothingToChange(f"{name} is theirs already.", "Nothing was changed.")
    number = await survivor_of(uow.session, given[0][1].id)
    await require_may_know(uow, await uow.session.get_one(Incident, number), owner_id, at="owner")
    for item, incident in given:
        _give(uow, incident, item, owner_id, by_id=by_id)
    items = [item for item, _ in given]
    await tell_backfill(uow, given[0][1], items, by_id=by_id)
    await show_in_thread(uow, number, ThreadTopic.BACKFILL)
    return items


def _give(uow: UnitOfWork, incident: Incident, item: BackfillItem, owner_id: str, *, by_id: str) -> None:
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


async def _find_all(uow: UnitOfWork, item_ids: Collection[int]) -> list[tuple[BackfillItem, Incident]]:
    """Several, which may be of incidents that became one: these are locked by their numbers."""
    query = select(BackfillItem.id).where(BackfillItem.id.in_(item_ids))
    known = (await uow.session.scalars(query.order_by(BackfillItem.incident_id, BackfillItem.id))).all()
    return [await _find(uow, each) for each in known or item_ids]


async def _find(uow: UnitOfWork, item_id: int) -> tuple[BackfillItem, Incident]:
    """One of them and its incident, for this transaction alone; the incident first, as the tick does."""
    item = await uow.session.get(BackfillItem, item_id)
    if item is None:
        raise NotFound("That is not in the backfill plan any more.", "`/incident backfill` shows the plan.")
    incident = await uow.incident(item.incident_id)
    await uow.session.refresh(item, with_for_update=True)
    return item, incident
