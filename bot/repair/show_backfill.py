"""What is told of a backfill, as it stands now: an owner of what is theirs, who leads of what is nobody's."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.repair.backfill import BackfillTaskView, NobodysView
from bot.desk import Desk
from bot.incidents.find_roles import role_holders
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_incident import incident_view
from bot.ledger.merged_ids import merged_ids
from bot.repair.read_backfill import backfill_line, backfill_of
from bot.repair.read_windows import windows_of
from models.backfill_item import BackfillItem
from models.incident import Incident
from models.vocabulary import Role

#: Who is asked for an owner, the first who is there; else whoever planned it.
_ASKED: Final = (Role.COMMANDER, Role.TECHNICAL_STEWARD, Role.LEAD_ENGINEER)


async def task_of(
    desk: Desk, session: AsyncSession, incident_id: int, owner_id: str
) -> BackfillTaskView | None:
    """None where they may not know of it, or nothing of it is theirs any more."""
    seen = select(Incident.id).where(Incident.id == incident_id, visible_to(owner_id))
    if await session.scalar(seen) is None:
        return None
    ids = await merged_ids(session, incident_id)
    theirs = select(BackfillItem).where(BackfillItem.incident_id.in_(ids), BackfillItem.owner_id == owner_id)
    rows = (await session.scalars(theirs.order_by(BackfillItem.depth, BackfillItem.id))).all()
    if not rows:
        return None
    windows = await windows_of(session, incident_id)
    return BackfillTaskView(
        incident=await incident_view(session, incident_id, desk.clock()),
        lines=tuple(backfill_line(row) for row in rows),
        windows={each.asset: each.words for each in windows},
        to_channel=not owner_id.startswith(("U", "W")),
        by_id=rows[-1].planned_by_id,
    )


async def nobodys_of(session: AsyncSession, incident_id: int) -> NobodysView:
    """What of a plan nobody sees to, and who is asked for an owner."""
    view = await backfill_of(session, incident_id)
    held = await role_holders(session, incident_id)
    planned_by = [each.planned_by_id for each in view.nobodys if each.planned_by_id]
    asked = [*(held[role] for role in _ASKED if role in held), *planned_by[-1:]]
    return NobodysView(plan=view, asked_id=asked[0] if asked else None)
