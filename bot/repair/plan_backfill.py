"""Plan the backfill: which assets are computed anew, and whose that is; each owner is told once of theirs.

Who leads is asked at once about what is nobody's.
"""

from collections.abc import Sequence

from bot.impact.notify_owners import lane_to
from bot.incidents.show_change import say
from bot.incidents.show_in_thread import show_in_thread
from bot.ledger.merged_ids import survivor_of
from bot.repair.propose_backfill import Planned
from bot.repair.read_backfill import backfill_of
from bot.repair.when_to_remind import when_to_remind
from bot.uow import UnitOfWork
from models.backfill import BackfillState
from models.backfill_item import BackfillItem
from models.errors import FieldRefused, NothingToChange
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.thread_message import ThreadTopic

#: As much as a column of names holds, and as many as a plan may have: more of them are several plans.
LONGEST_NAME = 500
LONGEST_OWNER = 200
MOST = 200

_NAMED = 5


async def plan_backfill(
    uow: UnitOfWork, incident_id: int, planned: Sequence[Planned], *, by_id: str
) -> list[BackfillItem]:
    """Add to the plan what is not in it; also after the close, where backfills often go on.

    Raises FieldRefused, NothingToChange, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    if not planned:
        raise FieldRefused("assets", "Nothing is chosen.", "Choose an asset, or name one in the last field.")
    typed = [each.name for each in planned if each.depth is None]
    require_no_data(*typed, incident_id=incident.id, kind=EntryKind.BACKFILL_PLANNED)
    lines = (await backfill_of(uow.session, incident.id)).lines
    there = {each.asset for each in lines}
    items = [
        _item(incident, each, uow, by_id)
        for each in {each.asset[:LONGEST_NAME]: each for each in planned}.values()
        if each.asset[:LONGEST_NAME] not in there
    ]
    if not items:
        raise NothingToChange("All of that is in the plan already.", "Nothing was changed.")
    if len(lines) + len(items) > MOST:
        raise FieldRefused(
            "assets",
            f"A plan has room for {MOST} assets.",
            "Plan the nearest first, and add the others later.",
        )
    for item in items:
        item.look_at = when_to_remind(item, uow.now, uow.playbook)
    uow.session.add_all(items)
    await uow.session.flush()
    uow.record(
        incident.entry(
            EntryKind.BACKFILL_PLANNED,
            at=uow.now,
            by=by_id,
            text=_in_words(items),
            assets=[each.asset for each in items],
            owners={each.asset: each.owner_id for each in items if each.owner_id} or None,
        )
    )
    await tell_backfill(uow, incident, items, by_id=by_id)
    await show_in_thread(uow, incident.id, ThreadTopic.BACKFILL)
    if any(item.owner_id is None for item in items):
        await say(uow, await survivor_of(uow.session, incident.id), "backfill_nobodys")
    return items


async def tell_backfill(
    uow: UnitOfWork, incident: Incident, items: Sequence[BackfillItem], *, by_id: str
) -> None:
    """One message to each owner with all that became theirs just now; a drill tells nobody.

    Whether somebody may know of a private incident is asked when it is sent.
    """
    owners: dict[str, None] = {}
    for item in items:
        if item.owner_id is None or item.told_id == item.owner_id:
            continue
        item.told_id = item.owner_id
        if item.owner_id != by_id:
            owners[item.owner_id] = None
    if incident.is_drill:
        return
    for owner_id in owners:
        await uow.announce(
            "tell_backfill",
            incident=await survivor_of(uow.session, incident.id),
            lane=lane_to(owner_id),
            priority=Priority.STAGE,
            to_id=owner_id,
        )


def _item(incident: Incident, planned: Planned, uow: UnitOfWork, by_id: str) -> BackfillItem:
    return BackfillItem(
        incident_id=incident.id,
        asset=planned.asset[:LONGEST_NAME],
        name=planned.name[:LONGEST_NAME],
        depth=planned.depth,
        state=BackfillState.TO_DO,
        owner_id=planned.owner_id,
        owner_name=planned.owner_name[:LONGEST_OWNER] if planned.owner_name else None,
        planned_by_id=by_id,
        planned_at=uow.now,
    )


def _in_words(items: Sequence[BackfillItem]) -> str:
    named = ", ".join(each.name for each in items[:_NAMED])
    more = len(items) - _NAMED
    return f"{named} and {more} more" if more > 0 else named
